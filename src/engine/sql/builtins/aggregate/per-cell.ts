// aggregate/ holds the aggregates over rows of a group, and those over the columns of one row (horizontal-*.ts).
import { EngineError } from '../../../../contract/errors.ts'
import type { Atom, Path, Value } from '../../../../contract/values.ts'
import { formatPath } from '../../../../lib/format-path.ts'
import { type AggregateBuiltin, defineAggregate, type ValueType } from '../define-builtin.ts'
import { isEmbedding, isRow, toVector } from '../shared/map-value.ts'
import { atoms, DOUBLE, isAtomOf, mapAtomType, OPEN_ROW } from '../shared/types.ts'

/** What an aggregate does with the values of one cell. Nulls never reach it. */
export interface CellAggregate<State> {
  init: () => State
  /** `rest` are the further arguments of the call. Returns the new state. */
  step: (state: State, value: Exclude<Atom, null>, rest: readonly Value[]) => State
  finish: (state: State) => Value
}

/** The states of a structure: one for an atom, one per column of a row or number of an embedding. */
type Node<State> =
  | { kind: 'empty' }
  | { kind: 'atom'; state: State }
  | { kind: 'row'; columns: Map<string, { path: Path; node: Node<State> }> }
  | { kind: 'embedding'; shape: readonly number[]; states: State[] }

type Declaration<State> = Omit<
  AggregateBuiltin<State>,
  'kind' | 'group' | 'aliases' | 'init' | 'step' | 'finish' | 'result'
> & {
  cell: CellAggregate<State>
  /** The type of the result for one cell. */
  of: (atom: ValueType) => ValueType
}

/** An aggregate over atoms that works per column of a row and per number of an embedding, as all of them do. Its
 *  synonym is the name after `vertical_`. */
export function definePerCell<State>({ cell, of, ...declaration }: Declaration<State>): AggregateBuiltin {
  return defineAggregate<Node<State>>({
    ...declaration,
    group: 'aggregate',
    aliases: [`vertical_${declaration.name}`],
    result: ([x]) => (x!.kind === 'embedding' && !givesNumbers(of) ? OPEN_ROW : mapAtomType(x!, of)),
    init: () => ({ kind: 'empty' }),
    step: (node, args) => stepNode(cell, node, args[0]!, args),
    finish: (node) => finishNode(cell, node),
  })
}

/** Whether the results for the numbers of an embedding make one again. */
const givesNumbers = (of: (atom: ValueType) => ValueType): boolean =>
  isAtomOf(of(atoms(...DOUBLE)), 'null', ...DOUBLE)

function stepNode<State>(
  cell: CellAggregate<State>,
  node: Node<State>,
  value: Value,
  args: readonly Value[],
): Node<State> {
  if (value === null) return node
  if (isRow(value)) {
    const row = node.kind === 'empty' ? { kind: 'row' as const, columns: new Map() } : node
    if (row.kind !== 'row') throw mixed(node.kind, 'row')
    for (const [path, inner] of value.columns) {
      const name = formatPath(path)
      const column = row.columns.get(name) ?? { path, node: { kind: 'empty' } }
      column.node = stepNode(cell, column.node, inner, args)
      row.columns.set(name, column)
    }
    return row
  }
  if (isEmbedding(value)) return stepEmbedding(cell, node, value, args)
  if (node.kind !== 'empty' && node.kind !== 'atom') throw mixed(node.kind, 'atom')
  const state = node.kind === 'atom' ? node.state : cell.init()
  const next = cell.step(state, value, args.slice(1))
  if (node.kind === 'empty') return { kind: 'atom', state: next }
  node.state = next
  return node
}

function stepEmbedding<State>(
  cell: CellAggregate<State>,
  node: Node<State>,
  { shape, data }: Extract<Value, { kind: 'embedding' }>,
  args: readonly Value[],
): Node<State> {
  const rest = args.slice(1)
  const vector =
    node.kind === 'empty'
      ? { kind: 'embedding' as const, shape, states: Array.from(data, () => cell.init()) }
      : node
  if (vector.kind !== 'embedding') throw mixed(node.kind, 'embedding')
  if (vector.states.length !== data.length)
    throw new EngineError(
      'type-mismatch',
      `embeddings of different lengths, ${vector.states.length} and ${data.length}, in one aggregate`,
    )
  for (let i = 0; i < data.length; i++) vector.states[i] = cell.step(vector.states[i]!, data[i]!, rest)
  return vector
}

const mixed = (a: string, b: string): EngineError =>
  new EngineError(
    'type-mismatch',
    `an aggregate cannot take a value of type ${a} in one row and ${b} in another`,
  )

function finishNode<State>(cell: CellAggregate<State>, node: Node<State>): Value {
  switch (node.kind) {
    case 'empty':
      return cell.finish(cell.init())
    case 'atom':
      return cell.finish(node.state)
    case 'embedding':
      return toVector(
        node.states.map((state) => cell.finish(state)),
        node.shape,
      )
    case 'row':
      return {
        kind: 'row',
        columns: [...node.columns.values()].map(({ path, node: inner }) => [path, finishNode(cell, inner)]),
      }
  }
}
