import type { RowValue, Value } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { atoms } from '../builtins/shared/types.ts'
import type { Extent } from '../span.ts'
import { kindOf } from '../values/type-name.ts'
import { type FromResult, fromQuery, sourceColumn } from './bind-from.ts'
import { type Binding, bindError, nearest } from './binding.ts'
import type { Bound, BoundOrder, BoundSelect } from './bound.ts'
import { constant, operator, special } from './make.ts'
import { makeSelect } from './make-select.ts'
import { selectAll } from './select-all.ts'
import { TEXT } from './types.ts'

const OPTIONS = ['rows', 'fraction', 'withReplacement', 'seed']

/** `sample(ds, {rows, fraction, withReplacement, seed})`: the rows whose names hash lowest together with the seed, so
 *  that the same seed gives the same rows. With replacement a row may come several times: each is named by the number of
 *  its draw and its name, as `0.row1`. */
export function bindSample(
  b: Binding,
  at: Extent,
  of: FromResult,
  options: Bound | undefined,
  alias?: string,
): FromResult {
  const { rows, fraction, seed, withReplacement } = readOptions(b, at, options)
  const available = of.from.kind === 'table' ? b.catalog.dataset(of.from.dataset)?.rowCount : undefined
  const isTooMany = fraction === undefined && available !== undefined && rows > available && available > 0
  if (isTooMany && !withReplacement) {
    const message =
      'Requested more rows without replacement than available number of rows in original dataset.'
    throw bindError(b, 'invalid-argument', message, at)
  }
  const select = selectAll(of)
  const key = special('sampleKey', [of.relation.name, constant(seed)], atoms('integer'))
  const count = fraction === undefined ? constant(rows) : countOf(select, fraction)
  const byKey: BoundOrder[] = [{ expr: key, descending: false }]
  if (withReplacement) return fromQuery(b, drawn(b, select, byKey, seed, count), alias)
  return fromQuery(b, { ...select, orderBy: byKey, ordered: true, limit: count }, alias)
}

/** A list of row numbers, joined with the rows in the order of the sample. */
function drawn(
  b: Binding,
  select: BoundSelect,
  order: BoundOrder[],
  seed: number,
  count: Bound,
): BoundSelect {
  const place: Bound = {
    kind: 'aggregate',
    aggregate: {
      name: 'row_number',
      args: [],
      distinct: false,
      orderBy: [],
      over: { partitionBy: [], orderBy: order, frame: '', offsets: [] },
    },
    type: atoms('integer'),
  }
  const placed = { ...select, columns: [...select.columns, { path: ['place'], value: place }] }
  const { from, relation } = fromQuery(b, placed)
  const columns = relation.columns.slice(0, -1)
  const source = b.state.sources++
  const list = special('draws', [constant(seed), count, countOf(select, 1)], TEXT)
  const draw = sourceColumn(source, 'key', atoms('integer'), 'draw')
  const number = sourceColumn(source, 'value', atoms('integer'), 'value')
  const name = special('drawName', [draw, relation.name], TEXT)
  return makeSelect({
    from: {
      kind: 'join',
      type: 'inner',
      left: { kind: 'each', source, list, table: 'json_each' },
      right: from,
      on: operator('=', [number, relation.columns.at(-1)!.value]),
    },
    columns,
    ...(relation.rest && { rest: relation.rest }),
    name,
    hash: special('nameHash', [name], atoms('integer')),
    time: relation.time,
    orderBy: [{ expr: draw, descending: false }],
  })
}

/** `count(*) * fraction`, rounded. */
function countOf(select: BoundSelect, fraction: number): Bound {
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
  const withReplacement = given.get('withReplacement') ?? 0
  if (withReplacement !== 0 && withReplacement !== 1) {
    throw bindError(b, 'invalid-argument', 'sample: withReplacement must be true or false', at)
  }
  if (rows !== undefined && !(typeof rows === 'number' && Number.isInteger(rows) && rows >= 0)) {
    throw bindError(b, 'invalid-argument', 'sample: rows must be a whole number that is not negative', at)
  }
  if (fraction !== undefined && !(typeof fraction === 'number' && fraction >= 0 && fraction <= 1)) {
    throw bindError(b, 'invalid-argument', 'sample: fraction must be between 0 and 1', at)
  }
  if (typeof seed !== 'number') throw bindError(b, 'invalid-argument', 'sample: seed must be a number', at)
  return {
    rows: typeof rows === 'number' ? rows : 1,
    fraction: fraction === 0 ? undefined : fraction,
    seed,
    withReplacement: withReplacement === 1,
  }
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
