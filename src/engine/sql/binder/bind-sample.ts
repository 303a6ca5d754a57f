import type { RowValue, Value } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { atoms } from '../builtins/shared/types.ts'
import type { Extent } from '../span.ts'
import { kindOf } from '../values/type-name.ts'
import { type FromResult, fromQuery } from './bind-from.ts'
import { type Binding, bindError, nearest } from './binding.ts'
import type { Bound } from './bound.ts'
import { constant } from './make.ts'
import { selectAll } from './select-all.ts'

const OPTIONS = ['rows', 'fraction', 'withReplacement', 'seed']

/** `sample(ds, {rows, fraction, withReplacement, seed})`: the rows whose names hash lowest together with the seed, so
 *  that the same seed gives the same rows. */
export function bindSample(
  b: Binding,
  at: Extent,
  of: FromResult,
  options: Bound | undefined,
  alias?: string,
): FromResult {
  const { rows, fraction, seed } = readOptions(b, at, options)
  const available = of.from.kind === 'table' ? b.catalog.dataset(of.from.dataset)?.rowCount : undefined
  if (fraction === undefined && available !== undefined && rows > available && available > 0) {
    const message =
      'Requested more rows without replacement than available number of rows in original dataset.'
    throw bindError(b, 'invalid-argument', message, at)
  }
  const select = selectAll(of)
  const key: Bound = {
    kind: 'special',
    op: 'sampleKey',
    args: [of.relation.name, constant(seed)],
    type: atoms('integer'),
  }
  const count: Bound | undefined = fraction === undefined ? undefined : shareOf(select, fraction)
  return fromQuery(
    b,
    { ...select, orderBy: [{ expr: key, descending: false }], ordered: true, limit: count ?? constant(rows) },
    alias,
  )
}

/** `count(*) * fraction`, rounded. */
function shareOf(select: ReturnType<typeof selectAll>, fraction: number): Bound {
  const total: Bound = {
    kind: 'aggregate',
    aggregate: { name: 'count', args: [], distinct: false, orderBy: [] },
    type: atoms('integer'),
  }
  const share: Bound = {
    kind: 'sqlite',
    name: 'round',
    args: [{ kind: 'op', op: '*', args: [total, constant(fraction)], type: atoms('number') }],
    type: atoms('integer'),
  }
  const whole: Bound = { kind: 'special', op: 'toInteger', args: [share], type: atoms('integer') }
  const { rest: _, ...counted } = select
  const query = {
    ...counted,
    groupBy: [],
    columns: [{ path: ['n'], value: whole }],
    orderBy: [],
    name: constant('[]'),
  }
  return { kind: 'subquery', query, correlated: false, type: atoms('integer') }
}

function readOptions(b: Binding, at: Extent, options: Bound | undefined) {
  const given = new Map(options ? constantColumns(b, at, options) : [])
  for (const name of given.keys()) {
    if (OPTIONS.includes(name)) continue
    throw bindError(
      b,
      'invalid-argument',
      `sample has no option "${name}"; it has ${OPTIONS.join(', ')}`,
      at,
      nearest(name, OPTIONS),
    )
  }
  const rows = given.get('rows')
  const fraction = given.get('fraction')
  const seed = given.get('seed') ?? Math.floor(Math.random() * 2 ** 32)
  if (rows !== undefined && fraction !== undefined && fraction !== 0) {
    throw bindError(b, 'invalid-argument', 'sample takes rows or fraction, not both', at)
  }
  if (given.get('withReplacement')) {
    throw bindError(
      b,
      'not-supported',
      'sample withReplacement is not supported: the rows of a dataset have different names',
      at,
    )
  }
  if (rows !== undefined && !(typeof rows === 'number' && Number.isInteger(rows) && rows >= 0)) {
    throw bindError(b, 'invalid-argument', 'sample: rows must be a whole number that is not negative', at)
  }
  if (fraction !== undefined && !(typeof fraction === 'number' && fraction >= 0 && fraction <= 1)) {
    throw bindError(b, 'invalid-argument', 'sample: fraction must be between 0 and 1', at)
  }
  if (typeof seed !== 'number') throw bindError(b, 'invalid-argument', 'sample: seed must be a number', at)
  return { rows: typeof rows === 'number' ? rows : 1, fraction: fraction === 0 ? undefined : fraction, seed }
}

function constantColumns(b: Binding, at: Extent, options: Bound): [string, Value][] {
  if (options.kind === 'const' && kindOf(options.value) === 'row') {
    return (options.value as RowValue).columns.map(([path, value]) => [formatPath(path), value])
  }
  if (options.kind !== 'row' || options.rest)
    throw bindError(b, 'invalid-argument', 'the options of sample are a row, as {rows: 10}', at)
  return options.columns.map(({ path, value }) => {
    if (value.kind === 'const') return [formatPath(path), value.value]
    throw bindError(b, 'invalid-argument', `sample: ${formatPath(path)} must be constant`, at)
  })
}
