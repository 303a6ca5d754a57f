import { atoms } from '../builtins/shared/types.ts'
import type { CallExpr } from './bind-call.ts'
import { bindExpression } from './bind-expression.ts'
import { type Binding, bindError, nearest } from './binding.ts'
import type { Bound } from './bound.ts'
import { keyOf } from './bound-tree.ts'
import { staticKnownColumns, staticType } from './introspection.ts'
import { constant, operator } from './make.ts'
import { columnsOf, leavesOf, type Relation, type Scope } from './scope.ts'
import { TEXT } from './types.ts'

/** How the functions are written, for suggestions. */
export const ROW_FUNCTION_NAMES =
  `rowName rowPath rowHash rowPathElement columnCount leftRowName rightRowName leftRowPath rightRowPath groupKeyElement
   columnName columnPath columnPathLength columnPathElement columnHash rowCount value value_timestamp static_type
   static_known_columns`.split(/\s+/)

const OF_A_ROW = new Set(['rowname', 'rowpath', 'rowhash', 'rowpathelement'])

/** A call of a function of the row, group or column at hand; undefined if there is none of the name. In a group, what is
 *  written like a key is that key: `SELECT rowPathElement(0) … GROUP BY rowPathElement(0)`. */
export function bindRowFunction(b: Binding, scope: Scope, call: CallExpr): Bound | undefined {
  const name = call.name.toLowerCase()
  const bind = rowFunctions[name]
  if (!bind) return undefined
  if (!scope.group || !OF_A_ROW.has(name)) return bind(b, scope, call)
  const { group, ...ofRow } = scope
  const ofOneRow = bind(b, ofRow, call)
  const key = group.keys.find((one) => keyOf(one) === keyOf(ofOneRow))
  if (key) return key
  if (call.qualifier === undefined) return bind(b, scope, call)
  const message = `variable '${call.qualifier}.${call.name}()' must appear in the GROUP BY clause or be used in an aggregate function`
  throw bindError(b, 'type-mismatch', message, call)
}

type RowFunction = (b: Binding, scope: Scope, call: CallExpr) => Bound

export const HASH_TYPE = atoms('integer', 'integer64')

/** Functions that need the row, group or column they stand in. By lower-case name. */
const rowFunctions: Record<string, RowFunction> = Object.assign(Object.create(null), {
  rowname: (b, scope, call) => nameIn(b, scope, call),
  rowpath: (b, scope, call) => operator('path', [nameIn(b, scope, call)]),
  rowhash: (b, scope, call) => hashIn(b, scope, call),
  rowpathelement: (b, scope, call) =>
    operator('path element', [nameIn(b, scope, call), argument(b, scope, call)]),
  value_timestamp: (b, scope, call) => {
    if (scope.valueTime) return scope.valueTime
    throw bindError(b, 'type-mismatch', 'value_timestamp() is only known in WHEN', call)
  },
  columncount: (b, scope, call) => columnCount(relationOf(b, scope, call)),
  leftrowname: (b, scope, call) => sideName(b, scope, call, 0),
  rightrowname: (b, scope, call) => sideName(b, scope, call, 1),
  leftrowpath: (b, scope, call) => operator('path', [sideName(b, scope, call, 0)]),
  rightrowpath: (b, scope, call) => operator('path', [sideName(b, scope, call, 1)]),
  groupkeyelement: groupKey,
  group_key_element: groupKey,
  columnname: (b, scope, call) => column(b, scope, call, (c) => c.name),
  columnpath: (b, scope, call) => column(b, scope, call, (c) => operator('path', [c.name])),
  columnpathlength: (b, scope, call) => column(b, scope, call, (c) => operator('path length', [c.name])),
  columnpathelement: (b, scope, call) =>
    column(b, scope, call, (c) => operator('path element', [c.name, argument(b, scope, call)])),
  columnhash: (b, scope, call) => column(b, scope, call, (c) => operator('path hash', [c.name])),
  value: (b, scope, call) => column(b, scope, call, (c) => c.value),
  static_type: staticType,
  static_known_columns: staticKnownColumns,
  rowcount: (b, scope, call) => column(b, scope, call, (c) => c.rowCount),
} satisfies Record<string, RowFunction>)

function relationOf(b: Binding, scope: Scope, call: CallExpr): Relation {
  if (!scope.relation) throw bindError(b, 'type-mismatch', `${call.name}() needs a FROM`, call)
  if (call.qualifier === undefined) return scope.relation
  const leaves = leavesOf(scope.relation)
  const leaf = leaves.find((r) => r.alias === call.qualifier)
  if (leaf) return leaf
  const aliases = leaves.flatMap((r) => r.alias ?? [])
  throw bindError(
    b,
    'unknown-dataset',
    `no dataset "${call.qualifier}" in this FROM`,
    call,
    nearest(call.qualifier, aliases),
  )
}

function nameIn(b: Binding, scope: Scope, call: CallExpr): Bound {
  if (scope.group) return { kind: 'special', op: 'groupName', args: scope.group.keys, type: TEXT }
  if (!scope.relation) return constant('result')
  return relationOf(b, scope, call).name
}

function hashIn(b: Binding, scope: Scope, call: CallExpr): Bound {
  if (scope.group || !scope.relation) {
    const flipped: Bound = {
      kind: 'special',
      op: 'nameHash',
      args: [nameIn(b, scope, call)],
      type: HASH_TYPE,
    }
    return { kind: 'special', op: 'hash', args: [flipped], type: HASH_TYPE }
  }
  return { kind: 'special', op: 'hash', args: [relationOf(b, scope, call).hash], type: HASH_TYPE }
}

function sideName(b: Binding, scope: Scope, call: CallExpr, side: 0 | 1): Bound {
  const sides = scope.relation?.sides
  if (!sides)
    throw bindError(b, 'type-mismatch', `Function '${call.name}' is not available outside of a join`, call)
  const { name } = sides[side]
  return {
    kind: 'case',
    branches: [{ when: operator('test', [name, constant('NULL')]), result: constant('') }],
    otherwise: name,
    type: TEXT,
  }
}

function argument(b: Binding, scope: Scope, call: CallExpr): Bound {
  if (call.args.length !== 1) {
    throw bindError(
      b,
      'invalid-argument',
      `Binding builtin function ${call.name}: expected 1 argument, got ${call.args.length}`,
      call,
    )
  }
  return bindExpression(b, scope, call.args[0]!)
}

function groupKey(b: Binding, scope: Scope, call: CallExpr): Bound {
  if (!scope.group) throw bindError(b, 'type-mismatch', `${call.name}() needs a GROUP BY`, call)
  const n = argument(b, scope, call)
  const index = n.kind === 'const' ? n.value : undefined
  const key = typeof index === 'number' ? scope.group.keys[index] : undefined
  if (!key)
    throw bindError(
      b,
      'invalid-argument',
      `${call.name}() takes the index of a GROUP BY expression, from 0 to ${scope.group.keys.length - 1}`,
      call,
    )
  return key
}

/** Columns of the row that have a value; every number of an embedding is one. */
function columnCount(relation: Relation): Bound {
  const { columns, rest } = columnsOf(relation)
  let total: Bound = constant(0)
  for (const { value } of columns) {
    const size = value.type.kind === 'embedding' ? value.type.shape.reduce((a, n) => a * n, 1) : 1
    const present = operator('not', [operator('test', [value, constant('NULL')])])
    total = operator('+', [total, size === 1 ? present : operator('*', [present, constant(size)])])
  }
  return rest ? operator('+', [total, operator('column count', [rest])]) : total
}

function column(
  b: Binding,
  scope: Scope,
  call: CallExpr,
  of: (c: NonNullable<Scope['column']>) => Bound,
): Bound {
  if (!scope.column)
    throw bindError(b, 'type-mismatch', `${call.name}() is only known inside COLUMN EXPR`, call)
  return of(scope.column)
}
