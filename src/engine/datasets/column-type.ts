import type { Value } from '../../contract/values.ts'
import type { AtomType, ColumnValues } from '../sql/catalog.ts'
import { isInteger, typeOfValue } from '../sqlite/type-of-value.ts'

const ATOM_TYPES = [
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
] as const satisfies readonly AtomType[]

const EMBEDDING = 1 << 20
const BITS = new Map<string, number>(ATOM_TYPES.map((type, i) => [type, 1 << i]))
const INTEGER = BITS.get('integer')!
const NUMBER = BITS.get('number')!
const STRING = BITS.get('string')!

/** What the cells of one column hold, kept true while they are written. */
export class ColumnType {
  private seen = 0
  private shape: readonly number[] | undefined
  private shapesDiffer = false

  /** Goes on from what a column is known to hold. */
  static from(values: ColumnValues | undefined): ColumnType {
    const type = new ColumnType()
    if (values?.kind === 'atoms') for (const name of values.types) type.seen |= BITS.get(name) ?? 0
    else if (values?.kind === 'embedding') {
      type.seen = EMBEDDING
      type.shape = values.shape
    } else if (values?.kind === 'any') {
      type.seen = EMBEDDING
      type.shapesDiffer = true
    }
    return type
  }

  /** A cell; undefined is an absent one and counts as NULL, since that is how it reads. */
  add(value: Value | undefined): void {
    if (typeof value === 'number') {
      if (isInteger(value)) this.seen |= INTEGER
      else if (Number.isFinite(value)) this.seen |= NUMBER
      else this.seen |= BITS.get(typeOfValue(value))!
    } else if (typeof value === 'string') this.seen |= STRING
    else if (value === undefined) this.seen |= BITS.get('null')!
    else this.addOther(value)
  }

  /** Many cells, where an absent one says nothing. @returns how many are there */
  addPresent(values: readonly (Value | undefined)[]): number {
    let count = 0
    for (const value of values) {
      if (value === undefined) continue
      count++
      this.add(value)
    }
    return count
  }

  private addOther(value: Value): void {
    const name = typeOfValue(value)
    if (name !== 'embedding' && name !== 'row') {
      this.seen |= BITS.get(name)!
      return
    }
    this.seen |= EMBEDDING
    const { shape } = value as { shape?: readonly number[] }
    if (!shape || (this.shape && !sameShape(this.shape, shape))) this.shapesDiffer = true
    this.shape ??= shape
  }

  get values(): ColumnValues {
    if (!(this.seen & EMBEDDING)) {
      return { kind: 'atoms', types: ATOM_TYPES.filter((_, i) => this.seen & (1 << i)) }
    }
    // NULL beside embeddings is what a failed image leaves; it does not make the column's shape unknown.
    const others = this.seen & ~EMBEDDING & ~BITS.get('null')!
    return this.shape && !this.shapesDiffer && others === 0
      ? { kind: 'embedding', shape: this.shape }
      : { kind: 'any' }
  }
}

const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((n, i) => n === b[i])
