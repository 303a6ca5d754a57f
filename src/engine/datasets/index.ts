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

const EVENTS =
  'use sparse.mutable, which takes events as rows, columns and times, and keeps them without being told to save'
const ELSEWHERE = 'a browser cannot reach it; export a file from it, and import that'

/** Types of the original that are not here, with what to use instead. */
export const insteadOfTypes: Readonly<Record<string, string>> = {
  beh: EVENTS,
  'beh.binary': EVENTS,
  'beh.mutable': EVENTS,
  'beh.binary.mutable': EVENTS,
  continuous: EVENTS,
  'continuous.window': EVENTS,
  'mongodb.dataset': ELSEWHERE,
  'postgresql.dataset': ELSEWHERE,
  'postgresql.recorder': ELSEWHERE,
  git: ELSEWHERE,
}
