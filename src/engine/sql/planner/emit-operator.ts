import type { Bound } from '../binder/bound.ts'
import { isAtomOf, isPlainNumber } from '../builtins/shared/types.ts'
import type { OperatorName } from '../operators/operators.ts'
import { comparesNatively, type Emitter } from './emit-expression.ts'

type OperatorNode = Extract<Bound, { kind: 'op' }>

/** SQL of an operator: SQLite's own where the types allow it, so that nothing leaves SQLite; else a call. */
export function emitOperator(emitter: Emitter, node: OperatorNode): string {
  const native = emitter.guarded ? undefined : emitNative(emitter, node)
  if (native !== undefined) return native
  return emitCall(emitter, node, emitter.list(node.args))
}

const emitCall = (emitter: Emitter, { op, at }: OperatorNode, args: string): string =>
  emitter.call((site) => emitter.registry.operator(op, emitter.guarded, site), args, at)

const COMPARISONS = new Set<OperatorName>(['=', '!=', '<', '<=', '>', '>='])
const BITS = new Set<OperatorName>(['&', '|', '<<', '>>'])

function emitNative(emitter: Emitter, node: OperatorNode): string | undefined {
  const { op, args } = node
  const [a, b] = args as [Bound, Bound]
  const emit = (bound: Bound): string => emitter.emit(bound)
  const types = args.map((arg) => arg.type)
  const plain = types.every(isPlainNumber)
  if (op === '+' || op === '-' || op === '*') {
    if (plain) return `(${emit(a)} ${op} ${emit(b)})`
    if (op === '+' && types.every(isText)) return `(${emit(a)} || ${emit(b)})`
    return undefined
  }
  if (COMPARISONS.has(op)) {
    return comparesNatively(types) ? `(${operand(emitter, a, b)} ${op} ${operand(emitter, b, a)})` : undefined
  }
  if (BITS.has(op)) return types.every(isInteger) ? `(${emit(a)} ${op} ${emit(b)})` : undefined
  switch (op) {
    case 'negate':
      return plain ? `(- ${emit(a)})` : undefined
    case '/':
      return emitDivision(emitter, node)
    case '%':
      return emitModulo(emitter, node)
    case '||':
      return types.every(isText) ? `(${emit(a)} || ${emit(b)})` : undefined
    case 'and':
    case 'or':
      return args.length === 0
        ? String(Number(op === 'and'))
        : `(${args.map((arg) => emitter.truth(arg)).join(op === 'and' ? ' AND ' : ' OR ')})`
    case 'not':
      return `(NOT ${emitter.truth(a)})`
    case 'is':
    case 'is not':
      return comparesNatively(types)
        ? `(${operand(emitter, a, b)} ${op.toUpperCase()} ${operand(emitter, b, a)})`
        : undefined
    case 'between':
      return comparesNatively(types)
        ? `(${operand(emitter, a, b)} BETWEEN ${emit(b)} AND ${emit(args[2]!)})`
        : undefined
    case 'in':
      return comparesNatively(types)
        ? `(${operand(emitter, a, b ?? a)} IN (${emitter.list(args.slice(1))}))`
        : undefined
    case 'like':
      if (!types.every(isText)) return undefined
      return `(${emit(a)} LIKE ${emit(b)}${args[2] ? ` ESCAPE ${emit(args[2])}` : ''})`
    case 'glob':
      return types.every(isText) ? `(${emit(a)} GLOB ${emit(b)})` : undefined
    case 'test':
      return emitTest(emitter, node)
    case 'at':
      return emit(a)
    case 'plain': {
      // Text and numbers stay what they are; through JavaScript a whole number would come back as a double.
      if (a.kind !== 'column') return undefined
      const sql = emit(a)
      return `CASE typeof(${sql}) WHEN 'blob' THEN ${emitter.registry.operator('plain', false)}(${sql}) ELSE ${sql} END`
    }
    default:
      return undefined
  }
}

const isText = (type: Bound['type']): boolean => isAtomOf(type, 'string', 'null')
const isInteger = (type: Bound['type']): boolean => isAtomOf(type, 'integer', 'null')

/** The name of a row is declared as text, which would turn a number beside it into text; a plus sign hides that. */
function operand(emitter: Emitter, bound: Bound, other: Bound): string {
  const sql = emitter.emit(bound)
  return bound.kind === 'column' && bound.name.startsWith('_') && !isText(other.type) && isText(bound.type)
    ? `+${sql}`
    : sql
}

/** Never integer division. A divisor that may be zero gives an infinity or NaN, which only the call can. */
function emitDivision(emitter: Emitter, node: OperatorNode): string | undefined {
  const { args } = node
  const [a, b] = args as [Bound, Bound]
  if (!args.every((arg) => isPlainNumber(arg.type))) return undefined
  if (b.kind === 'const' && b.value !== 0) return `(${emitter.emit(a)} * 1.0 / ${emitter.emit(b)})`
  const isLeaf = (bound: Bound): boolean => bound.kind === 'column' || bound.kind === 'const'
  if (!isLeaf(a) || !isLeaf(b)) return undefined
  const [x, y] = [emitter.emit(a), emitter.emit(b)]
  return `CASE WHEN ${y} <> 0 THEN ${x} * 1.0 / ${y} ELSE ${emitCall(emitter, node, `${x}, ${y}`)} END`
}

const TWO_TO_63 = 1n << 63n

/** `rowHash() % n`: the table holds the hash with its top bit flipped, which is the hash less 2^63; the rest is
 *  arithmetic that fits 64 bits. */
function emitModulo(emitter: Emitter, { args }: OperatorNode): string | undefined {
  const [a, b] = args as [Bound, Bound]
  if (b.kind !== 'const' || typeof b.value !== 'number' || !Number.isInteger(b.value) || b.value === 0)
    return undefined
  const n = Math.abs(b.value)
  if (a.kind === 'special' && a.op === 'hash') {
    return `((${emitter.emit(a.args[0]!)} % ${n} + ${TWO_TO_63 % BigInt(n)} + ${n}) % ${n})`
  }
  return isInteger(a.type) ? `(${emitter.emit(a)} % ${emitter.emit(b)})` : undefined
}

function emitTest(emitter: Emitter, { args }: OperatorNode): string | undefined {
  const [a, test] = args as [Bound, Extract<Bound, { kind: 'const' }>]
  switch (test.value) {
    case 'NULL':
      return `(${emitter.emit(a)} IS NULL)`
    case 'TRUE':
      return `(${emitter.truth(a)} IS TRUE)`
    case 'FALSE':
      return `(${emitter.truth(a)} IS FALSE)`
    case 'STRING':
      return `(typeof(${emitter.emit(a)}) = 'text')`
    default:
      return undefined
  }
}
