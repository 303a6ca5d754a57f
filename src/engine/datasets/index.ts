import type { DatasetType } from './define-dataset.ts'
import { sparseMutable } from './sparse-mutable.ts'
import { tabular } from './tabular.ts'

/** All types of datasets, as `/v1/types/datasets` lists them. */
export const datasetTypes: readonly DatasetType[] = [sparseMutable, tabular]
