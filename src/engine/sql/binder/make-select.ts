import type { BoundSelect } from './bound.ts'
import { constant } from './make.ts'

/** A select that no one wrote: no filter, nothing grouped, and rows without name, time or order unless they are given. */
export const makeSelect = (given: Partial<BoundSelect> & Pick<BoundSelect, 'columns'>): BoundSelect => ({
  kind: 'select',
  where: [],
  name: constant(''),
  hash: constant(0),
  time: constant(Number.NEGATIVE_INFINITY),
  orderBy: [],
  ordered: false,
  distinct: false,
  common: [],
  recursive: false,
  ...given,
})
