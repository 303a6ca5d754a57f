import type { GeneralExamples } from './general-examples.ts'
import { PRESENT, type Terms, VALUE } from './part.ts'
import { type FeatureCells, featureReader } from './read-feature.ts'

/** Examples as columns of numbers, for learners that add and multiply: numeric features as they are or scaled to mean 0
 *  and deviation 1, a column of its own for each level of a categorical one. Where a feature is missing in some rows, its
 *  columns are 0 there and one more says where it is present (missing-indicator method). Columns with few entries are kept
 *  sparse. */
export interface Design {
  rows: number
  terms: Terms
  /** Number of the dense column of each term, or -1. */
  dense: Int32Array
  /** Shape (dense columns, rows). */
  denseValues: Float32Array
  /** Entries of each sparse term, at `starts[t]` to `starts[t + 1]`; none for a dense one. */
  starts: Uint32Array
  entryRows: Uint32Array
  entryValues: Float32Array
}

/** Columns with at least this share of entries are stored densely. */
const DENSE_SHARE = 0.3

/** @param normalize scale every column to deviation 1, and numeric ones to mean 0 */
export function createDesign(examples: GeneralExamples, normalize: boolean): Design {
  const builder = new DesignBuilder(examples.rows, normalize)
  const cellsOf = featureReader(examples)
  for (let f = 0; f < examples.columns; f++) {
    if (examples.levels[f]! > 0) builder.addLevels(f, cellsOf(f))
    else builder.addNumber(f, cellsOf(f))
  }
  return builder.finish()
}

/** Collects columns term by term. */
class DesignBuilder {
  readonly #rows: number
  readonly #normalize: boolean
  readonly #feature: number[] = []
  readonly #level: number[] = []
  readonly #centre: number[] = []
  readonly #scale: number[] = []
  readonly #columns: FeatureCells[] = []

  constructor(rows: number, normalize: boolean) {
    this.#rows = rows
    this.#normalize = normalize
  }

  addNumber(f: number, { rows, values }: FeatureCells): void {
    const n = rows.length
    if (n === 0) return
    let sum = 0
    for (const x of values) sum += x
    const mean = sum / n
    let squares = 0
    let varies = false
    for (const x of values) {
      squares += (x - mean) ** 2
      varies ||= x !== values[0]
    }
    if (varies) {
      const centre = this.#normalize ? mean : 0
      const scale = this.#normalize ? 1 / Math.sqrt(squares / n) : 1
      this.#add(f, VALUE, centre, scale, {
        rows: rows.slice(),
        values: values.map((x) => (x - centre) * scale),
      })
    }
    if (n < this.#rows) this.#addIndicator(f, PRESENT, rows.slice())
  }

  addLevels(f: number, { rows, values }: FeatureCells): void {
    const byLevel = new Map<number, number[]>()
    for (let i = 0; i < rows.length; i++) {
      const of = byLevel.get(values[i]!)
      if (of) of.push(rows[i]!)
      else byLevel.set(values[i]!, [rows[i]!])
    }
    for (const level of [...byLevel.keys()].sort((a, b) => a - b)) {
      this.#addIndicator(f, level, Uint32Array.from(byLevel.get(level)!))
    }
  }

  #addIndicator(f: number, level: number, rows: Uint32Array): void {
    const share = rows.length / this.#rows
    if (share === 1) return
    const scale = this.#normalize ? 1 / Math.sqrt(share * (1 - share)) : 1
    this.#add(f, level, 0, scale, { rows, values: new Float32Array(rows.length).fill(scale) })
  }

  #add(feature: number, level: number, centre: number, scale: number, column: FeatureCells): void {
    this.#feature.push(feature)
    this.#level.push(level)
    this.#centre.push(centre)
    this.#scale.push(scale)
    this.#columns.push(column)
  }

  finish(): Design {
    const rows = this.#rows
    const terms = this.#columns.length
    const isDense = this.#columns.map((column) => column.rows.length >= DENSE_SHARE * rows)
    const entries = this.#columns.reduce((n, column, t) => n + (isDense[t] ? 0 : column.rows.length), 0)
    const design: Design = {
      rows,
      terms: {
        feature: Int32Array.from(this.#feature),
        level: Int32Array.from(this.#level),
        centre: Float64Array.from(this.#centre),
        scale: Float64Array.from(this.#scale),
      },
      dense: new Int32Array(terms).fill(-1),
      denseValues: new Float32Array(isDense.filter(Boolean).length * rows),
      starts: new Uint32Array(terms + 1),
      entryRows: new Uint32Array(entries),
      entryValues: new Float32Array(entries),
    }
    let dense = 0
    let entry = 0
    this.#columns.forEach((column, t) => {
      if (isDense[t]) {
        const at = dense * rows
        column.rows.forEach((r, i) => {
          design.denseValues[at + r] = column.values[i]!
        })
        design.dense[t] = dense++
      } else {
        design.entryRows.set(column.rows, entry)
        design.entryValues.set(column.values, entry)
        entry += column.rows.length
      }
      design.starts[t + 1] = entry
    })
    return design
  }
}

/** out += column of term t, times a factor. */
export function addColumn(design: Design, t: number, factor: number, out: Float64Array): void {
  const { rows, dense, denseValues, starts, entryRows, entryValues } = design
  if (dense[t]! >= 0) {
    const at = dense[t]! * rows
    for (let r = 0; r < rows; r++) out[r]! += factor * denseValues[at + r]!
  } else {
    for (let i = starts[t]!; i < starts[t + 1]!; i++) out[entryRows[i]!]! += factor * entryValues[i]!
  }
}

/** Sum of the column of term t times a vector. */
export function dotColumn(design: Design, t: number, vector: Float64Array): number {
  const { rows, dense, denseValues, starts, entryRows, entryValues } = design
  let sum = 0
  if (dense[t]! >= 0) {
    const at = dense[t]! * rows
    for (let r = 0; r < rows; r++) sum += denseValues[at + r]! * vector[r]!
  } else {
    for (let i = starts[t]!; i < starts[t + 1]!; i++) sum += entryValues[i]! * vector[entryRows[i]!]!
  }
  return sum
}

/** Sum of the squares of the column of term t, times a vector. */
export function squareColumn(design: Design, t: number, vector: Float64Array): number {
  const { rows, dense, denseValues, starts, entryRows, entryValues } = design
  let sum = 0
  if (dense[t]! >= 0) {
    const at = dense[t]! * rows
    for (let r = 0; r < rows; r++) sum += denseValues[at + r]! ** 2 * vector[r]!
  } else {
    for (let i = starts[t]!; i < starts[t + 1]!; i++) sum += entryValues[i]! ** 2 * vector[entryRows[i]!]!
  }
  return sum
}

/** The terms of the features that are marked, on the same columns. */
export function selectTerms(design: Design, marked: Uint8Array): Design {
  const { terms, dense, starts, entryRows, entryValues } = design
  const kept = Array.from(terms.feature.keys()).filter((t) => marked[terms.feature[t]!] === 1)
  const pieces = kept.map((t) => [starts[t]!, starts[t + 1]!] as const)
  const entries = pieces.reduce((n, [from, to]) => n + to - from, 0)
  const selected: Design = {
    ...design,
    terms: {
      feature: Int32Array.from(kept, (t) => terms.feature[t]!),
      level: Int32Array.from(kept, (t) => terms.level[t]!),
      centre: Float64Array.from(kept, (t) => terms.centre[t]!),
      scale: Float64Array.from(kept, (t) => terms.scale[t]!),
    },
    dense: Int32Array.from(kept, (t) => dense[t]!),
    starts: new Uint32Array(kept.length + 1),
    entryRows: new Uint32Array(entries),
    entryValues: new Float32Array(entries),
  }
  let at = 0
  pieces.forEach(([from, to], i) => {
    selected.entryRows.set(entryRows.subarray(from, to), at)
    selected.entryValues.set(entryValues.subarray(from, to), at)
    at += to - from
    selected.starts[i + 1] = at
  })
  return selected
}
