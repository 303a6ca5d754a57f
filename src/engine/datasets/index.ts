import type { DatasetType } from './define-dataset.ts'
import { embedding } from './embedding.ts'
import { sparseMutable } from './sparse-mutable.ts'
import { sqliteSparse } from './sqlite-sparse.ts'
import { structuredMutable } from './structured-mutable.ts'
import { tabular } from './tabular.ts'
import { joined } from './views/joined.ts'
import { merged } from './views/merged.ts'
import { sampled } from './views/sampled.ts'
import { transposed } from './views/transposed.ts'
import { union } from './views/union.ts'

/** All types of datasets, as `/v1/types/datasets` lists them. */
export const datasetTypes: readonly DatasetType[] = [
  embedding,
  joined,
  merged,
  sampled,
  sparseMutable,
  sqliteSparse,
  structuredMutable,
  tabular,
  transposed,
  union,
]
