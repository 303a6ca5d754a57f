import { EngineError } from '../../../contract/errors.ts'
import type {
  Activation,
  BayesPart,
  LinearPart,
  LinkFunction,
  NetworkPart,
  Part,
  PerLabelPart,
  SumPart,
  Terms,
  TreesPart,
} from '../learners/parts/part.ts'
import { PRESENT, VALUE } from '../learners/parts/part.ts'
import { treesModel } from '../learners/parts/trees-model.ts'
import type { OnnxInputs } from './onnx-inputs.ts'
import { DATA_TYPES } from './onnx-types.ts'
import type { OnnxWriter } from './onnx-writer.ts'
import { column, writeTrees } from './tree-scores.ts'

/** Tables of weights take no more than this many numbers together. */
const MAX_TABLE = 100_000_000
/** The largest float32. */
const MAX_FLOAT = 3.4028234663852886e38

/** Writes parts as nodes of a graph, in double precision as they are computed here: nothing that a scaling cancels is lost.
 *  Each method returns the name of scores, float64, shape (rows, outputs). */
export class PartWriter {
  readonly #writer: OnnxWriter
  readonly #inputs: OnnxInputs
  #written = 0
  #isFinite: string | undefined

  constructor(writer: OnnxWriter, inputs: OnnxInputs) {
    this.#writer = writer
    this.#inputs = inputs
  }

  write(part: Part): string {
    switch (part.kind) {
      case 'trees':
        return this.#trees(part)
      case 'linear':
        return this.#linear(part)
      case 'bayes':
        return this.#bayes(part)
      case 'network':
        return this.#network(part)
      case 'sum':
        return this.#sum(part)
      case 'per-label':
        return this.#perLabel(part)
    }
  }

  #trees(part: TreesPart): string {
    return this.#double(writeTrees(this.#writer, this.#inputs, treesModel(part, this.#inputs.features)))
  }

  #linear({ terms, weights, bias, link }: LinearPart): string {
    const size = terms.feature.length
    return this.#inverseLink(
      link,
      this.#weighted(terms, (t, k) => weights[k * size + t]!, bias),
    )
  }

  /** Naive Bayes is linear in the states of the features. */
  #bayes(part: BayesPart): string {
    const { threshold, offsets, logLikelihood, logPrior, outputs } = part
    const writer = this.#writer
    const labels = logPrior.length
    const base = Float64Array.from(logPrior)
    const gain = (f: number, state: number, k: number): number =>
      logLikelihood[(offsets[f]! + state) * labels + k]! - logLikelihood[offsets[f]! * labels + k]!
    for (let f = 0; f + 1 < offsets.length; f++) {
      for (let k = 0; k < labels; k++) base[k]! += logLikelihood[offsets[f]! * labels + k]!
    }
    const sums: string[] = [writer.constant(base, [1, labels])]
    const { numbers, categories, numberInput } = this.#inputs
    if (numberInput !== undefined) {
      const thresholds = Float32Array.from(numbers, (f) => threshold[f]!)
      const below = writer.node('LessOrEqual', [
        numberInput,
        writer.constant(thresholds, [1, numbers.length]),
      ])
      const low = writer.node('And', [below, this.#finite()])
      const high = writer.node('And', [writer.node('Not', [below]), this.#finite()])
      for (const [mask, state] of [
        [low, 1],
        [high, 2],
      ] as const) {
        const table = this.#table(numbers.length, labels, (i, k) => {
          const f = numbers[i]!
          return state < offsets[f + 1]! - offsets[f]! ? gain(f, state, k) : 0
        })
        sums.push(writer.node('MatMul', [this.#double(mask), table]))
      }
    }
    for (const f of categories) {
      const states = offsets[f + 1]! - offsets[f]!
      sums.push(this.#lookUp(f, labels, (level, k) => (level + 1 < states ? gain(f, level + 1, k) : 0)))
    }
    const shares = writer.node('Softmax', [this.#add(sums)], { axis: { int: 1 } })
    return outputs === 1 ? column(writer, shares, 1) : shares
  }

  #network(part: NetworkPart): string {
    const { terms, sizes, weights, biases, activation, outputActivation, outputs } = part
    const writer = this.#writer
    let layer = this.#weighted(terms, (t, h) => weights[0]![t * sizes[1]! + h]!, biases[0]!)
    for (let l = 1; l < weights.length; l++) {
      const table = this.#table(sizes[l]!, sizes[l + 1]!, (i, h) => weights[l]![i * sizes[l + 1]! + h]!)
      const sums = writer.node('MatMul', [this.#activated(activation, layer), table])
      layer = writer.node('Add', [sums, writer.constant(biases[l]!, [1, sizes[l + 1]!])])
    }
    const last = this.#activated(outputActivation, layer)
    if (outputs === 1 && sizes.at(-1) === 2) return column(writer, last, 1)
    if (part.targetScale === 1 && part.targetCentre === 0) return last
    const scaled = writer.node('Mul', [last, this.#scalar(part.targetScale)])
    return writer.node('Add', [scaled, this.#scalar(part.targetCentre)])
  }

  #sum({ parts, scales, votes, outputs }: SumPart): string {
    const writer = this.#writer
    const terms = parts.map((part, p) => {
      const scores = votes ? this.#vote(this.write(part), part.outputs) : this.write(part)
      const own =
        outputs < part.outputs
          ? writer.node('Sub', [column(writer, scores, 1), column(writer, scores, 0)])
          : scores
      return scales[p] === 1 ? own : writer.node('Mul', [own, this.#scalar(scales[p]!)])
    })
    return this.#add(terms)
  }

  /** 1 for the label of highest score, the first of equals, and 0 for the others. */
  #vote(scores: string, labels: number): string {
    const best = this.#writer.node('ArgMax', [scores], { axis: { int: 1 }, keepdims: { int: 1 } })
    const all = this.#writer.constant(
      BigInt64Array.from({ length: labels }, (_, k) => BigInt(k)),
      [1, labels],
    )
    return this.#double(this.#writer.node('Equal', [best, all]))
  }

  #perLabel({ parts }: PerLabelPart): string {
    const scores = parts.map((part) => this.write(part))
    return scores.length === 1 ? scores[0]! : this.#writer.node('Concat', scores, { axis: { int: 1 } })
  }

  /** bias + the sum of all terms, each times its weight for output k. */
  #weighted(terms: Terms, weightOf: (term: number, k: number) => number, bias: Float64Array): string {
    const writer = this.#writer
    const outputs = bias.length
    const { numbers, categories } = this.#inputs
    const { byFeature, has } = groupTerms(terms, this.#inputs)
    const sums: string[] = [writer.constant(bias, [1, outputs])]
    const tableOf = (wanted: number): string =>
      this.#table(numbers.length, outputs, (i, k) => {
        const t = byFeature(numbers[i]!, wanted)
        return t === undefined ? 0 : weightOf(t, k) * terms.scale[t]!
      })
    if (numbers.some((f) => has(f, VALUE))) {
      const centres = Float64Array.from(numbers, (f) => terms.centre[byFeature(f, VALUE) ?? -1] ?? 0)
      sums.push(writer.node('MatMul', [this.#centred(centres), tableOf(VALUE)]))
    }
    // Without any term there must still be a sum for each row.
    if (numbers.some((f) => has(f, PRESENT)) || (sums.length === 1 && categories.length === 0)) {
      sums.push(writer.node('MatMul', [this.#double(this.#finite()), tableOf(PRESENT)]))
    }
    for (const f of categories) {
      sums.push(
        this.#lookUp(f, outputs, (level, k) =>
          [level, PRESENT].reduce((sum, of) => {
            const t = byFeature(f, of)
            return t === undefined ? sum : sum + weightOf(t, k) * terms.scale[t]!
          }, 0),
        ),
      )
    }
    return this.#add(sums)
  }

  /** Numbers less their centres; 0 where one is missing. */
  #centred(centres: Float64Array): string {
    const writer = this.#writer
    const numbers = this.#double(this.#inputs.numberInput!)
    const shifted = centres.every((centre) => centre === 0)
      ? numbers
      : writer.node('Sub', [numbers, writer.constant(centres, [1, centres.length])])
    return writer.node('Where', [this.#finite(), shifted, this.#scalar(0)])
  }

  /** Which numbers are there: neither NaN nor infinite. */
  #finite(): string {
    const writer = this.#writer
    this.#isFinite ??= writer.node('LessOrEqual', [
      writer.node('Abs', [this.#inputs.numberInput!]),
      writer.constant(Float32Array.of(MAX_FLOAT), [1]),
    ])
    return this.#isFinite
  }

  /** What a categorical feature's level adds to each output, from a table; nothing where it has no level. */
  #lookUp(f: number, outputs: number, numberAt: (level: number, k: number) => number): string {
    const levels = this.#inputs.features[f]!.levels!.length || 1
    const table = this.#table(levels + 1, outputs, (level, k) => (level < levels ? numberAt(level, k) : 0))
    const found = this.#writer.node('Gather', [table, this.#inputs.levelIndex(f)], { axis: { int: 0 } })
    const shape = this.#writer.constant(BigInt64Array.of(-1n, BigInt(outputs)), [2])
    return this.#writer.node('Reshape', [found, shape])
  }

  #table(rows: number, columns: number, numberAt: (row: number, column: number) => number): string {
    this.#written += rows * columns
    if (this.#written > MAX_TABLE) {
      throw new EngineError(
        'not-supported',
        `The model has more than ${MAX_TABLE} weights as ONNX has them, which is more than such a file can hold; download the model file instead.`,
      )
    }
    const table = new Float64Array(rows * columns)
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) table[r * columns + c] = numberAt(r, c)
    }
    return this.#writer.constant(table, [rows, columns])
  }

  #inverseLink(link: LinkFunction, sums: string): string {
    const writer = this.#writer
    switch (link) {
      case 'logit':
        return writer.node('Sigmoid', [sums])
      case 'probit': {
        // Erf is defined for float32 alone in runtimes.
        const scaled = writer.node('Mul', [sums, this.#scalar(Math.SQRT1_2)])
        const erf = this.#double(writer.node('Erf', [this.#cast(scaled, 'FLOAT')]))
        return writer.node('Mul', [writer.node('Add', [erf, this.#scalar(1)]), this.#scalar(0.5)])
      }
      case 'comp_log_log': {
        const rate = writer.node('Exp', [this.#atMost700(sums)])
        return writer.node('Sub', [this.#scalar(1), writer.node('Exp', [writer.node('Neg', [rate])])])
      }
      case 'linear':
        return sums
      case 'log':
        return writer.node('Exp', [this.#atMost700(sums)])
    }
  }

  #atMost700(sums: string): string {
    return this.#writer.node('Min', [sums, this.#scalar(700)])
  }

  #activated(activation: Activation, layer: string): string {
    const writer = this.#writer
    switch (activation) {
      case 'tanh':
        return writer.node('Tanh', [layer])
      case 'logistic':
        return writer.node('Sigmoid', [layer])
      case 'relu':
        return writer.node('Relu', [layer])
      case 'softmax':
        return writer.node('Softmax', [layer], { axis: { int: 1 } })
      case 'identity':
        return layer
    }
  }

  /** The sum of all; a constant of one row stands first, and the rows of the others make it as many. */
  #add(terms: readonly string[]): string {
    return terms.reduce((sum, term) => this.#writer.node('Add', [sum, term]))
  }

  #scalar(value: number): string {
    return this.#writer.constant(Float64Array.of(value), [1])
  }

  #double(name: string): string {
    return this.#cast(name, 'DOUBLE')
  }

  #cast(name: string, type: keyof typeof DATA_TYPES): string {
    return this.#writer.node('Cast', [name], { to: { int: DATA_TYPES[type] } })
  }
}

/** Terms by their feature and what they say of it.
 *  @throws EngineError `not-supported` for what no learner makes: levels of a number, a term twice */
function groupTerms({ feature, level }: Terms, { features }: OnnxInputs) {
  const places = new Map<number, Map<number, number>>()
  feature.forEach((f, t) => {
    const own = places.get(f) ?? new Map<number, number>()
    places.set(f, own)
    const of = level[t]!
    const isOdd = of !== PRESENT && (of === VALUE) === (features[f]!.levels !== undefined)
    if (isOdd || own.has(of)) {
      throw new EngineError(
        'not-supported',
        `The model uses the feature '${features[f]!.name}' in a way that ONNX has no operation for; download the model file instead.`,
      )
    }
    own.set(of, t)
  })
  return {
    byFeature: (f: number, of: number) => places.get(f)?.get(of),
    has: (f: number, of: number) => places.get(f)?.has(of) === true,
  }
}
