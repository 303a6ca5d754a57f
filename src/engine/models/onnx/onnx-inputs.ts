import type { FeatureSpec } from '../../../contract/learning.ts'
import type { OnnxWriter } from './onnx-writer.ts'

/** The input that all numeric features share. */
const NUMBERS = 'features'
/** Names that outputs have. */
const TAKEN = [NUMBERS, 'label', 'score', 'scores']

/** A feature as a file's metadata lists it: its column in an input of several. */
export interface InputFeature {
  input: string
  column?: number
  name: string
}

/** The inputs of a model's graph: one of numbers, and one of texts for each categorical feature. */
export class OnnxInputs {
  readonly features: readonly FeatureSpec[]
  /** Numeric features, in the order of the columns of their input. */
  readonly numbers: number[] = []
  /** Categorical features. */
  readonly categories: number[] = []
  readonly #writer: OnnxWriter
  readonly #names: string[]
  #matrix: string | undefined

  constructor(writer: OnnxWriter, features: readonly FeatureSpec[]) {
    this.#writer = writer
    this.features = features
    features.forEach(({ levels }, f) => {
      ;(levels ? this.categories : this.numbers).push(f)
    })
    const taken = new Set(TAKEN)
    this.#names = features.map(({ name, levels }) => {
      if (!levels) return NUMBERS
      let free = name || 'feature'
      while (taken.has(free) || free.startsWith('/')) free = `_${free}`
      taken.add(free)
      return free
    })
    if (this.numbers.length > 0) writer.input(NUMBERS, 'FLOAT', [-1, this.numbers.length])
    for (const f of this.categories) writer.input(this.#names[f]!, 'STRING', [-1, 1])
  }

  /** Name of the input of numbers; undefined where all features are categorical. */
  get numberInput(): string | undefined {
    return this.numbers.length > 0 ? NUMBERS : undefined
  }

  /** All features as one matrix of float32, shape (rows, features): a categorical one is the index of its level, or NaN.
   *  Numbers stand before categories: see `columns`. */
  matrix(): string {
    this.#matrix ??= this.#writeMatrix()
    return this.#matrix
  }

  #writeMatrix(): string {
    const levels = this.categories.map((f) =>
      this.#writer.mlNode('LabelEncoder', [this.#names[f]!], {
        keys_strings: { strings: this.#levelsOf(f) },
        values_floats: { floats: this.#levelsOf(f).map((_, level) => level) },
        default_float: { float: Number.NaN },
      }),
    )
    const parts = this.numbers.length > 0 ? [NUMBERS, ...levels] : levels
    return parts.length === 1 ? parts[0]! : this.#writer.node('Concat', parts, { axis: { int: 1 } })
  }

  /** Column of each feature in `matrix`. */
  columns(): Uint32Array {
    const columns = new Uint32Array(this.features.length)
    ;[...this.numbers, ...this.categories].forEach((f, column) => {
      columns[f] = column
    })
    return columns
  }

  /** The index of a categorical feature's level as an int64, shape (rows, 1); the number of levels where it has none. */
  levelIndex(f: number): string {
    return this.#writer.mlNode('LabelEncoder', [this.#names[f]!], {
      keys_strings: { strings: this.#levelsOf(f) },
      values_int64s: { ints: this.#levelsOf(f).map((_, level) => level) },
      default_int64: { int: this.#levelsOf(f).length },
    })
  }

  describe(): InputFeature[] {
    const columns = this.columns()
    return this.features.map(({ name, levels }, f) =>
      levels ? { input: this.#names[f]!, name } : { input: NUMBERS, column: columns[f]!, name },
    )
  }

  /** An encoder without keys is none: a feature without levels gets one that no text has. */
  #levelsOf(f: number): readonly string[] {
    const levels = this.features[f]!.levels!
    return levels.length > 0 ? levels : ['\u0000']
  }
}
