import { param } from '../params.ts'
import { defineDataset } from './define-dataset.ts'
import { VectorGuard } from './vector-guard.ts'

/** Vectors: what `embedding.neighbors` searches. */
export const embedding = defineDataset({
  type: 'embedding',
  summary:
    'Vectors of one length, for embedding.neighbors: every row has the same columns of finite numbers or of vectors, and is written once.',
  params: {
    metric: param.oneOf(
      'How embedding.neighbors measures distances over it; cosine distance is 1 − cos.',
      ['euclidean', 'cosine'],
      { default: 'euclidean' },
    ),
  },
  order: 'hash',
  maxTableColumns: 1_900,
  repeatedRow: { refusal: (rowName) => `row '${rowName}' has already been recorded into embedding dataset.` },
  unknownColumn: () => 'add',
  mutable: false,
  keepsVectors: true,
  createGuard: () => new VectorGuard(),
})
