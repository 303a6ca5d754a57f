import type { Embedding, RowValue, Value } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { typeOfValue } from '../../sqlite/type-of-value.ts'
import type { ValueType } from '../builtins/define-builtin.ts'
import { ANY, atoms, DOUBLE, isAtomOf, isNullable, isPlainNumber } from '../builtins/shared/types.ts'
import type { AtomType } from '../catalog.ts'
import type { OperatorName } from '../operators/operators.ts'
import type { Bound, BoundColumn } from './bound.ts'

export const BOOLEAN = atoms('integer')
export const TEXT = atoms('string')
export const NULL_TYPE = atoms('null')

/** The type of a value that is there. */
export function typeOfConstant(value: Value): ValueType {
  const type = typeOfValue(value)
  if (type === 'embedding') return { kind: 'embedding', shape: (value as Embedding).shape }
  if (type !== 'row') return atoms(type)
  const { columns } = value as RowValue
  return {
    kind: 'row',
    columns: columns.map(([path, v]) => ({ name: formatPath(path), type: typeOfConstant(v) })),
  }
}

/** `type`, and null where one of the arguments may be null. */
export const nullableLike = (type: ValueType, args: readonly ValueType[]): ValueType =>
  type.kind === 'atoms' && args.some(isNullable) && !type.types.includes('null')
    ? atoms(...type.types, 'null')
    : type

/** True if SQLite compares and groups values of this type as the dialect does: not for NaN, large integers and
 *  structures, whose blobs it would compare byte by byte. */
export const isNative = (type: ValueType): boolean =>
  type.kind === 'atoms' && !type.types.some((t) => t === 'nan' || t === 'integer64')

/** The type of an operator's result. */
export function operatorType(op: OperatorName, args: readonly ValueType[]): ValueType {
  switch (op) {
    case '+':
      if (args.every((t) => isAtomOf(t, 'string', 'null'))) return nullableLike(TEXT, args)
      return arithmeticType(args)
    case '-':
    case '*':
    case 'negate':
      return arithmeticType(args)
    case '/':
      return args.every(isNumeric) ? nullableLike(atoms(...DOUBLE), args) : ANY
    case '%':
      if (args.every((t) => isAtomOf(t, 'integer', 'null'))) return nullableLike(atoms('integer'), args)
      return args.every(isNumeric) ? nullableLike(atoms(...DOUBLE, 'integer64'), args) : ANY
    case '||':
      return nullableLike(TEXT, args)
    case '&':
    case '|':
    case '^':
    case '<<':
    case '>>':
    case '~':
      return nullableLike(atoms('integer', 'integer64'), args)
    case 'is':
    case 'is not':
    case 'test':
    case 'column count':
      return BOOLEAN
    case 'path':
      return atoms('path')
    case 'path length':
      return nullableLike(atoms('integer'), args)
    case 'path hash':
      return nullableLike(atoms('integer', 'integer64'), args)
    case 'timestamp':
      return atoms('timestamp')
    case 'path element':
      return atoms('string', 'null')
    case 'time of':
      return atoms('number', 'infinite', 'null')
    case 'at':
      return args[0]!
    case 'row':
    case 'prefix':
    case 'wildcard':
      return { kind: 'row' }
    case 'cast':
    case 'member':
    case 'element':
    case 'embedding':
      return ANY
    default:
      return nullableLike(BOOLEAN, args)
  }
}

const isNumeric = (t: ValueType): boolean => isAtomOf(t, ...DOUBLE, 'integer64', 'null')

function arithmeticType(args: readonly ValueType[]): ValueType {
  if (args.every(isPlainNumber)) return nullableLike(atoms('integer', 'number'), args)
  return args.every(isNumeric) ? nullableLike(atoms(...DOUBLE), args) : ANY
}

/** The type of `CAST (… AS name)`; impossible conversions give null. */
export function castType(name: string): ValueType {
  const types: Record<string, AtomType[]> = {
    string: ['string', 'null'],
    integer: ['integer', 'integer64', 'null'],
    number: ['integer', 'number', 'infinite', 'nan', 'integer64', 'null'],
    boolean: ['integer', 'null'],
    timestamp: ['timestamp', 'null'],
    path: ['path', 'null'],
    blob: ['blob', 'null'],
  }
  return atoms(...(types[name.toLowerCase()] ?? ['null']))
}

/** The type of a row whose columns are known. */
export const rowType = (columns: readonly BoundColumn[], rest?: Bound): ValueType =>
  rest
    ? { kind: 'row' }
    : {
        kind: 'row',
        columns: columns.map(({ path, value }) => ({ name: formatPath(path), type: value.type })),
      }
