import type { DatasetType } from './define-dataset.ts'
import { sparseMutable } from './sparse-mutable.ts'
import { tabular } from './tabular.ts'
import { joined } from './views/joined.ts'
import { merged } from './views/merged.ts'
import { sampled } from './views/sampled.ts'
import { transposed } from './views/transposed.ts'
import { union } from './views/union.ts'

/** All types of datasets, as `/v1/types/datasets` lists them. */
export const datasetTypes: readonly DatasetType[] = [
  joined,
  merged,
  sampled,
  sparseMutable,
  tabular,
  transposed,
  union,
]
