// shared/ holds what builtins of several groups need: types of results, reading of arguments and options, application
// to every number or atom of a structure. No builtin is defined here.
import type { AtomType } from '../../catalog.ts'
import type { ValueType } from '../define-builtin.ts'

/** What arithmetic on doubles can give. */
export const DOUBLE: readonly AtomType[] = ['integer', 'number', 'infinite', 'nan']
/** Doubles that are no infinities and no NaN. */
export const FINITE: readonly AtomType[] = ['integer', 'number']
/** Whatever an atom may be. */
export const ATOM: readonly AtomType[] = [
  'null',
  'integer',
  'number',
  'string',
  'infinite',
  'nan',
  'integer64',
  'blob',
  'timestamp',
  'interval',
  'path',
]

export const ANY: ValueType = { kind: 'any' }
/** A row whose columns are known when it is there. */
export const OPEN_ROW: ValueType = { kind: 'row' }

/** An atom of one of these types. */
export const atoms = (...types: AtomType[]): ValueType => ({ kind: 'atoms', types })

/** True if a value of this type can be NULL. */
export const isNullable = (type: ValueType): boolean =>
  type.kind === 'any' || (type.kind === 'atoms' && type.types.includes('null'))

/** The result type of a strict builtin: these atoms, and null where an argument may be null. */
export const strictAtoms =
  (...types: AtomType[]) =>
  (args: readonly ValueType[]): ValueType =>
    atoms(...types, ...(args.some(isNullable) ? (['null'] as const) : []))

/** True if every value of this type is an atom of one of `types`. */
export const isAtomOf = (type: ValueType | undefined, ...types: AtomType[]): boolean =>
  type?.kind === 'atoms' && type.types.every((t) => types.includes(t))

/** Numbers that SQLite's own arithmetic treats as the dialect does, and null. */
export const isPlainNumber = (type: ValueType | undefined): boolean =>
  isAtomOf(type, 'null', 'integer', 'number')

/** True for SQL that may be repeated at no cost: a column or a literal. Anything longer would be computed again, and
 *  calls in calls would grow the statement without bound. */
export const isRepeatable = (sql: string): boolean => /^-?[\w."]{1,80}$/.test(sql)

/** The types of numbers among an atom's, where a function keeps finite what is finite. */
export function keptNumbers(type: ValueType): AtomType[] {
  if (type.kind !== 'atoms') return [...DOUBLE]
  const kept: Partial<Record<AtomType, AtomType[]>> = {
    integer: ['integer'],
    number: ['integer', 'number'],
    integer64: ['integer', 'number'],
    infinite: ['infinite'],
    nan: ['nan'],
  }
  return [...new Set(type.types.flatMap((t) => kept[t] ?? []))]
}

/** The type of a structure after `of` was applied to each of its atoms; an atom's own type is `of` it. */
export function mapAtomType(type: ValueType, of: (atom: ValueType) => ValueType): ValueType {
  if (type.kind === 'atoms') return of(type)
  if (type.kind !== 'row' || !type.columns) return type
  return {
    kind: 'row',
    columns: type.columns.map(({ name, type: t }) => ({ name, type: mapAtomType(t, of) })),
  }
}

/** The type that holds what either type holds. */
export function unionTypes(a: ValueType, b: ValueType): ValueType {
  if (a.kind === 'atoms' && b.kind === 'atoms') return atoms(...new Set([...a.types, ...b.types]))
  if (a.kind === 'row' && b.kind === 'row') return OPEN_ROW
  if (a.kind === 'embedding' && b.kind === 'embedding' && String(a.shape) === String(b.shape)) return a
  return ANY
}
