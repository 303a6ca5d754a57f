import type { FeatureSpec } from '../../../contract/learning.ts'

/** Puts named values into a row of numbers as a model wants it: NaN for what is missing, for text where a number is
 *  expected, and for levels that were not there in training; unknown names are left out. */
export class RowEncoder {
  readonly #places = new Map<string, number>()
  readonly #levels: (Map<string, number> | undefined)[]
  readonly width: number

  constructor(features: readonly FeatureSpec[]) {
    this.width = features.length
    features.forEach(({ name }, f) => {
      this.#places.set(name, f)
    })
    this.#levels = features.map(({ levels }) => levels && new Map(levels.map((level, i) => [level, i])))
  }

  /** Index of a feature, or undefined if the model has none of that name. */
  place(name: string): number | undefined {
    return this.#places.get(name)
  }

  /** The number that stands for a value of the feature at `place`. */
  encode(place: number, value: number | bigint | string | boolean | null | undefined): number {
    if (value === null || value === undefined) return Number.NaN
    const levels = this.#levels[place]
    if (levels) return levels.get(String(value)) ?? Number.NaN
    return typeof value === 'string' ? Number.NaN : Number(value)
  }

  /** Fills X[offset .. offset + width). @returns how many of the names the model knows */
  fill(
    values: Iterable<readonly [string, number | bigint | string | boolean | null]>,
    X: Float32Array,
    offset = 0,
  ): number {
    X.fill(Number.NaN, offset, offset + this.width)
    let known = 0
    for (const [name, value] of values) {
      const place = this.#places.get(name)
      if (place === undefined) continue
      X[offset + place] = this.encode(place, value)
      known++
    }
    return known
  }
}
