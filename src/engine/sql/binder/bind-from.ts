import { EngineError } from '../../../contract/errors.ts'
import { formatPath } from '../../../lib/format-path.ts'
import type { From } from '../ast.ts'
import { ANY, atoms } from '../builtins/shared/types.ts'
import type { DatasetSchema } from '../catalog.ts'
import { RESULT_SOURCE } from './bind-compound.ts'
import { bindExpression } from './bind-expression.ts'
import { bindQuery } from './bind-query.ts'
import { bindTableFunction } from './bind-table-function.ts'
import { bindView } from './bind-view.ts'
import { type Binding, bindError, nearest } from './binding.ts'
import type { Bound, BoundFrom, BoundQuery } from './bound.ts'
import { keepTimes, timelessBy } from './compound-times.ts'
import { both, constant, operator, special } from './make.ts'
import { columnsOf, type Relation, resolveIn, type Scope } from './scope.ts'
import { rememberTimes, TIME_TYPE } from './times.ts'
import { TEXT } from './types.ts'
import { warn } from './unknown-name.ts'

export interface FromResult {
  from: BoundFrom
  relation: Relation
}

/** Binds a FROM: what it reads, and what it offers to the expressions over it. `scope` is that of the select, for
 *  common tables and for the sub-selects of outer names. */
export function bindFrom(b: Binding, scope: Scope, from: From): FromResult {
  const bound = bindSource(b, scope, from)
  return 'alias' in from ? labelled(bound) : bound
}

function bindSource(b: Binding, scope: Scope, from: From): FromResult {
  switch (from.kind) {
    case 'dataset':
      return bindDataset(b, scope, from)
    case 'select': {
      const query = bindQuery(b, { common: scope.common }, from.query)
      return fromQuery(b, query, from.alias, from.columns)
    }
    case 'join':
      return bindJoin(b, scope, from)
    case 'tableFunction':
      return bindTableFunction(b, scope, from)
  }
}

const nextSource = (b: Binding): number => b.state.sources++

function bindDataset(b: Binding, scope: Scope, from: Extract<From, { kind: 'dataset' }>): FromResult {
  const alias = from.alias ?? from.name
  const common = scope.common.get(from.name)
  if (common) {
    const source = nextSource(b)
    const relation = common.relation(source, alias)
    rememberTimes(b, source, relation)
    return {
      from: { kind: 'common', source, name: common.sqlName, shape: common.shape, width: common.width, alias },
      relation,
    }
  }
  const view = b.catalog.view?.(from.name)
  if (view !== undefined) return bindView(b, from, view)
  const schema = b.catalog.dataset(from.name)
  if (!schema) {
    const known = [...b.catalog.datasetIds(), ...scope.common.keys()]
    throw bindError(
      b,
      'unknown-dataset',
      `there is no dataset "${from.name}"`,
      from,
      nearest(from.name, known),
    )
  }
  b.state.datasets.add(schema.id)
  const source = nextSource(b)
  const relation = ofDataset(schema, source, alias)
  rememberTimes(b, source, relation)
  return { from: { kind: 'table', source, table: schema.table, dataset: schema.id, alias }, relation }
}

/** A column of the SQL of a source. */
export const sourceColumn = (source: number, name: string, type: Bound['type'], label: string): Bound => ({
  kind: 'column',
  source,
  name,
  type,
  label,
})

const HASH = atoms('integer')

function ofDataset(schema: DatasetSchema, source: number, alias: string): Relation {
  const hash = sourceColumn(source, '_hash', HASH, 'rowHash()')
  const recorded = sourceColumn(source, '_row', HASH, 'rowid')
  const ties = [{ expr: hash, descending: false }]
  return {
    alias,
    dataset: schema.id,
    columns: schema.columns.map(({ path, column, values, sparse }) => ({
      path,
      value: sourceColumn(source, column, values, path.join('.')),
      ...(sparse && { sparse }),
    })),
    ...(schema.open && { rest: sourceColumn(source, '_rest', { kind: 'row' }, '*') }),
    name: sourceColumn(source, '_name', TEXT, 'rowName()'),
    hash,
    time: sourceColumn(source, '_time', atoms('number', 'null'), 'time'),
    order: schema.order === 'recorded' ? [{ expr: recorded, descending: false }] : ties,
    ties,
  }
}

/** A sub-select, or anything else that is a query, as a relation. */
export function fromQuery(
  b: Binding,
  written: BoundQuery,
  alias?: string,
  names?: readonly string[],
): FromResult {
  const source = nextSource(b)
  if (names && names.length !== written.columns.length) {
    throw new EngineError('syntax', `${names.length} names for ${written.columns.length} columns`)
  }
  const query = keepTimes(written)
  const relation = ofQuery(query, source, alias, names)
  rememberTimes(b, source, relation)
  return { from: { kind: 'select', source, query, ...(alias !== undefined && { alias }) }, relation }
}

/** What the columns `c0`, `c1`, …, `_name`, `_hash`, `_time` and `_rest` of a query's SQL mean. */
export function ofQuery(
  query: BoundQuery,
  source: number,
  alias?: string,
  names?: readonly string[],
): Relation {
  // Rows without names of their own are named by their position, which is what their `_hash` is: it breaks ties.
  const ownHash = sourceColumn(source, '_hash', HASH, 'rowHash()')
  const name = sourceColumn(source, '_name', TEXT, 'rowName()')
  const hash = query.kind === 'select' ? ownHash : special('nameHash', [name], HASH)
  const ties = [{ expr: ownHash, descending: false }]
  const hasRest = query.kind === 'select' && query.rest !== undefined
  const timeAt = query.kind === 'compound' ? query.timeAt : undefined
  const timeless = timelessBy(query)
  return {
    ...(alias !== undefined && { alias }),
    ...(timeless && { timeless }),
    columns: query.columns.slice(0, timeAt).map(({ path, value, time, sparse }, i) => ({
      ...(sparse && { sparse }),
      path: names ? [names[i]!] : path,
      value: sourceColumn(source, `c${i}`, value.kind === 'row' ? ANY : value.type, path.join('.')),
      ...(time && { time: timeColumn(source, i, time) }),
    })),
    ...(hasRest && { rest: sourceColumn(source, '_rest', { kind: 'row' }, '*') }),
    name,
    hash,
    time: sourceColumn(source, timeAt === undefined ? '_time' : `c${timeAt}`, TIME_TYPE, 'time'),
    order: [{ expr: sourceColumn(source, '_order', ANY, 'order'), descending: false }, ...ties],
    ties,
  }
}

/** A constant time needs no column; a compound has it among its own. */
function timeColumn(source: number, index: number, time: Bound): Bound {
  if (time.kind === 'const') return time
  const isOfCompound = time.kind === 'column' && time.source === RESULT_SOURCE
  return sourceColumn(source, isOfCompound ? time.name : `k${index}`, TIME_TYPE, 'time')
}

function bindJoin(b: Binding, scope: Scope, from: Extract<From, { kind: 'join' }>): FromResult {
  const left = labelled(bindSource(b, scope, from.left))
  warnOfJoinWord(b, from.left)
  // SQLite computes the sides of RIGHT and FULL JOIN apart.
  const seesLeft = from.type !== 'right' && from.type !== 'full'
  const right = labelled(bindSource(b, seesLeft ? { ...scope, beside: left.relation } : scope, from.right))
  const relation = joined(left.relation, right.relation)
  const inside: Scope = {
    relation,
    inWindow: true,
    common: scope.common,
    ...(scope.outer && { outer: scope.outer }),
  }
  const names = from.natural ? sharedNames(left.relation, right.relation) : (from.using ?? [])
  const equal = names.map((name) => equalColumns(b, left.relation, right.relation, name, from))
  const on = equal.reduce<Bound | undefined>(both, from.on && bindExpression(b, inside, from.on))
  return {
    from: { kind: 'join', type: from.type, left: left.from, right: right.from, ...(on && { on }) },
    relation,
  }
}

/** `a LEFFT JOIN b` is an inner join of `a`, called LEFFT. */
function warnOfJoinWord(b: Binding, left: From): void {
  if (!('alias' in left) || left.alias === undefined) return
  const near = nearest(left.alias, ['INNER', 'LEFT', 'RIGHT', 'FULL', 'OUTER', 'CROSS', 'NATURAL'])
  const isTold = left.alias.length > 3 && near?.slice(1, -1) !== left.alias.toUpperCase()
  if (near && isTold)
    warn(
      b,
      `${left.alias} is taken for a name of what is before JOIN. Did you mean ${near.slice(1, -1)}?`,
      left,
    )
}

/** A source whose columns are shown under its alias. */
function labelled({ from, relation }: FromResult): FromResult {
  const { alias } = relation
  if (alias === undefined) return { from, relation }
  const label = <T extends Bound>(bound: T): T =>
    bound.kind === 'column' ? { ...bound, label: `${formatPath([alias])}.${bound.label}` } : bound
  const order = (terms: Relation['order']): Relation['order'] =>
    terms.map((term) => ({ ...term, expr: label(term.expr) }))
  return {
    from,
    relation: {
      ...relation,
      columns: relation.columns.map((column) => ({ ...column, value: label(column.value) })),
      ...(relation.rest && { rest: label(relation.rest) }),
      name: label(relation.name),
      hash: label(relation.hash),
      order: order(relation.order),
      ties: order(relation.ties),
    },
  }
}

function sharedNames(left: Relation, right: Relation): string[] {
  const names = new Set(columnsOf(left).columns.map(({ path }) => path.at(-1)!))
  return columnsOf(right)
    .columns.map(({ path }) => path.at(-1)!)
    .filter((name) => names.has(name))
}

function equalColumns(b: Binding, left: Relation, right: Relation, name: string, at: From): Bound {
  const l = resolveIn(left, [name])
  const r = resolveIn(right, [name])
  if (!l || !r)
    throw bindError(b, 'unknown-column', `column "${name}" of USING is not on both sides of the join`, at)
  return operator('=', [l, r])
}

function joined(left: Relation, right: Relation): Relation {
  const name: Bound = {
    kind: 'special',
    op: 'joinName',
    args: [...nameParts(left), ...nameParts(right)],
    type: TEXT,
  }
  const of = (relation: Relation) => columnsOf(relation)
  const l = of(left)
  const r = of(right)
  const rests = [l.rest, r.rest].filter((rest) => rest !== undefined)
  const rest =
    rests.length < 2
      ? rests[0]
      : operator(
          'row',
          rests.flatMap((one) => [constant(null), one]),
        )
  return {
    columns: [...l.columns, ...r.columns],
    ...(rest && { rest }),
    name,
    hash: { kind: 'special', op: 'nameHash', args: [name], type: HASH },
    time: {
      kind: 'special',
      op: 'time',
      args: [left.time, right.time],
      type: atoms('number', 'infinite', 'null'),
    },
    order: [...left.order, ...right.order],
    ties: [...left.ties, ...right.ties],
    sides: [left, right],
  }
}

/** Names of the sides of nested joins stand beside one another: `[x]-[y]-[z]`. */
const nameParts = (relation: Relation): Bound[] =>
  relation.sides ? relation.sides.flatMap(nameParts) : [relation.name]
