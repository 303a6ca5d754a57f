import { defineDataset } from './define-dataset.ts'
import { sparseMutable } from './sparse-mutable.ts'

/** A matrix whose recorded vectors stay whole. */
export const structuredMutable = defineDataset({
  ...sparseMutable,
  type: 'structured.mutable',
  summary:
    'As sparse.mutable, but a recorded list of numbers stays one value, an embedding, instead of a cell for each number.',
  keepsVectors: true,
})
