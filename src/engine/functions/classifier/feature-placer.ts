import type { FeatureSpec } from '../../../contract/learning.ts'
import type { Embedding, Path, RowValue, Value } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { RowEncoder } from '../../models/learners/row-encoder.ts'
import { indexPath } from '../../sql/values/flatten-value.ts'
import { valueToText } from '../../sql/values/value-to-text.ts'

/** Puts a value where a model's matrix has it. @returns how many of its numbers the model knows */
export type Place = (value: Value, X: Float32Array, offset: number) => number

/** Puts features by path into the matrix that a trained model reads. An embedding is placed number by number without
 *  making a name for each again; what the model does not know is left out. */
export class FeaturePlacer {
  private readonly encoder: RowEncoder
  private readonly columns = new Map<string, Place>()

  constructor(features: readonly FeatureSpec[]) {
    this.encoder = new RowEncoder(features)
  }

  /** Puts a row of features at X[offset...], NaN for those it lacks. @returns how many it has that the model knows */
  placeRow(row: RowValue, X: Float32Array, offset: number): number {
    X.fill(Number.NaN, offset, offset + this.encoder.width)
    return this.placeValue([], row, X, offset)
  }

  /** Puts rows whose columns are always the same, given cell by cell. @returns how many of its numbers the model knows */
  layout(paths: readonly Path[]): (cells: readonly Value[], X: Float32Array, offset: number) => number {
    const places = paths.map((path) => this.column(path))
    return (cells, X, offset) => {
      X.fill(Number.NaN, offset, offset + this.encoder.width)
      let known = 0
      for (let c = 0; c < places.length; c++) {
        const cell = cells[c]!
        known += isRow(cell) ? this.placeValue(paths[c]!, cell, X, offset) : places[c]!(cell, X, offset)
      }
      return known
    }
  }

  private placeValue(path: Path, value: Value, X: Float32Array, offset: number): number {
    if (!isRow(value)) return this.column(path)(value, X, offset)
    return value.columns.reduce(
      (known, [inner, cell]) => known + this.placeValue([...path, ...inner], cell, X, offset),
      0,
    )
  }

  /** Column and number of what a value of that path is to the model, in the order of the columns.
   *  @param scratch working memory as wide as the model */
  pairs(path: Path, value: Value, scratch: Float32Array): [number, number][] {
    const places = isEmbedding(value)
      ? this.placesOf(path, value).filter((at) => at >= 0)
      : [this.encoder.place(formatPath(path)) ?? -1]
    const pairs: [number, number][] = []
    if (this.column(path)(value, scratch, 0) === 0) return pairs
    for (const at of places) if (!Number.isNaN(scratch[at]!)) pairs.push([at, scratch[at]!])
    return pairs.sort(([a], [b]) => a - b)
  }

  /** Where the values of one path go. */
  column(path: Path): Place {
    const name = formatPath(path)
    let place = this.columns.get(name)
    if (!place) {
      place = this.createPlace(path, name)
      this.columns.set(name, place)
    }
    return place
  }

  private createPlace(path: Path, name: string): Place {
    const at = this.encoder.place(name)
    let shape = ''
    let places: Int32Array = new Int32Array()
    return (value, X, offset) => {
      if (value === null) return 0
      if (isEmbedding(value)) {
        if (value.shape.join() !== shape) {
          shape = value.shape.join()
          places = this.placesOf(path, value)
        }
        return placeNumbers(value, places, X, offset)
      }
      if (at === undefined) return 0
      X[offset + at] = this.encoder.encode(at, toFeature(value))
      return 1
    }
  }

  /** Where each number of an embedding goes; -1: the model does not know it. */
  private placesOf(path: Path, { shape, data }: Embedding): Int32Array {
    const indexes = Int32Array.from(data, (_, i) => i)
    return indexes.map((i) => this.encoder.place(formatPath([...path, ...indexPath(shape, i)])) ?? -1)
  }
}

function placeNumbers({ data }: Embedding, places: Int32Array, X: Float32Array, offset: number): number {
  let known = 0
  for (let i = 0; i < places.length; i++) {
    const at = places[i]!
    if (at < 0) continue
    X[offset + at] = data[i]!
    known++
  }
  return known
}

/** A number where the value is one, else its text. */
export function toFeature(value: Exclude<Value, null>): number | string {
  if (typeof value === 'number' || typeof value === 'string') return value
  if (typeof value === 'bigint') return Number(value)
  return 'kind' in value && value.kind === 'timestamp' ? value.ms : valueToText(value)
}

export const isRow = (value: Value): value is RowValue => hasKind(value, 'row')
export const isEmbedding = (value: Value): value is Embedding => hasKind(value, 'embedding')

const hasKind = (value: Value, kind: string): boolean =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind
