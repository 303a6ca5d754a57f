import type { EntityKind } from '../../../contract/rest.ts'

export interface Kind {
  path: EntityKind
  title: string
  one: string
  /** What this kind is for, where there is none yet. */
  empty: string
}

/** The three collections of the API. */
export const KINDS: readonly Kind[] = [
  {
    path: 'datasets',
    title: 'Datasets',
    one: 'dataset',
    empty: 'Datasets hold rows: imported, recorded or computed.',
  },
  {
    path: 'functions',
    title: 'Functions',
    one: 'function',
    empty: 'Functions are models and expressions, called from SQL or REST.',
  },
  {
    path: 'procedures',
    title: 'Procedures',
    one: 'procedure',
    empty: 'Procedures import, transform and train; each run is kept.',
  },
]
