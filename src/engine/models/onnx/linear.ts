import { EngineError } from '../../../contract/errors.ts'
import {
  type BayesPart,
  type LinearPart,
  type LinkFunction,
  PRESENT,
  type Terms,
  VALUE,
} from '../learners/parts/part.ts'
import { affine, type Column } from './columns.ts'

/** Naive Bayes has one for each state of each feature and each label. */
const MAX_LIKELIHOODS = 50_000_000
/** Besides the levels of `Terms`: 1 where x is at most the centre, or above. */
const AT_MOST = -3
const ABOVE = -4

interface Term {
  feature: number
  level: number
  centre: number
  scale: number
  weights: Float64Array
}

/** Sums of terms of features, each times its weights: what a linear model computes before its link function. */
export class Linear {
  readonly bias: Float64Array
  readonly #terms = new Map<string, Term>()

  constructor(bias: Float64Array) {
    this.bias = bias
  }

  get outputs(): number {
    return this.bias.length
  }

  /** Columns times a matrix of shape (columns, outputs). A missing value adds nothing, unless something stands for it. */
  static of(
    columns: readonly Column[],
    matrix: (column: number, k: number) => number,
    outputs: number,
  ): Linear {
    const linear = new Linear(new Float64Array(outputs))
    columns.forEach((column, c) => {
      linear.#addColumn(
        column,
        Float64Array.from({ length: outputs }, (_, k) => matrix(c, k)),
      )
    })
    return linear
  }

  /** What a table has for each level of a feature, and for what is none of them. */
  static lookUp(
    feature: number,
    rowOf: (level: number) => Float64Array,
    levels: number,
    otherwise: Float64Array,
  ): Linear {
    const linear = new Linear(Float64Array.from(otherwise))
    for (let level = 0; level < levels; level++) {
      linear.#add({
        feature,
        level,
        centre: 0,
        scale: 1,
        weights: rowOf(level).map((w, k) => w - otherwise[k]!),
      })
    }
    return linear
  }

  #addColumn(column: Column, weights: Float64Array): void {
    const { feature } = column
    if (column.kind === 'present') {
      this.#add({ feature, level: PRESENT, centre: 0, scale: 1, weights })
    } else if (column.kind === 'test') {
      const { threshold: centre, isAbove } = column
      if (weights.every((w) => w === 0)) return
      this.#add({ feature, level: isAbove ? ABOVE : AT_MOST, centre, scale: 1, weights })
    } else if (column.kind === 'levels') {
      const otherwise = Number.isNaN(column.otherwise) ? 0 : column.otherwise
      this.#addBias(weights, otherwise)
      column.table.forEach((value, level) => {
        this.#add({
          feature,
          level,
          centre: 0,
          scale: 1,
          weights: weights.map((w) => w * (value - otherwise)),
        })
      })
    } else {
      const { scale, shift } = affine(column)
      const standIn = column.imputed
      const centre = standIn ?? (scale === 0 ? 0 : -shift / scale)
      if (standIn !== undefined) this.#addBias(weights, standIn * scale + shift)
      this.#add({ feature, level: VALUE, centre, scale, weights })
    }
  }

  #addBias(weights: Float64Array, value: number): void {
    for (let k = 0; k < this.outputs; k++) this.bias[k]! += weights[k]! * value
  }

  #add(term: Term): void {
    const key = `${term.feature} ${term.level} ${term.centre} ${term.scale}`
    const known = this.#terms.get(key)
    if (known) for (let k = 0; k < this.outputs; k++) known.weights[k]! += term.weights[k]!
    else this.#terms.set(key, { ...term, weights: Float64Array.from(term.weights) })
  }

  /** Everything times a factor, or a factor for each output, and then a summand for each. */
  scaled(factor: (k: number) => number, summand: (k: number) => number): Linear {
    const result = new Linear(this.bias.map((b, k) => b * factor(k) + summand(k)))
    for (const term of this.#terms.values()) {
      result.#add({ ...term, weights: term.weights.map((w, k) => w * factor(k)) })
    }
    return result
  }

  plus(other: Linear): Linear {
    const sum = new Linear(this.bias.map((b, k) => b + other.bias[k]!))
    for (const term of [...this.#terms.values(), ...other.#terms.values()]) sum.#add(term)
    return sum
  }

  /** One output as several: output k times the factor of each. */
  spread(factors: readonly number[]): Linear {
    const spread = new Linear(Float64Array.from(factors, (factor) => factor * this.bias[0]!))
    for (const term of this.#terms.values()) {
      spread.#add({ ...term, weights: Float64Array.from(factors, (factor) => factor * term.weights[0]!) })
    }
    return spread
  }

  /** True where the second of two outputs is the first with the other sign. */
  isOpposite(): boolean {
    const isPair = ([a, b]: Float64Array): boolean => a === -b!
    return isPair(this.bias) && [...this.#terms.values()].every(({ weights }) => isPair(weights))
  }

  /** True where sums ask whether numbers are above thresholds. */
  get hasTests(): boolean {
    return [...this.#terms.values()].some(({ level }) => level <= AT_MOST)
  }

  /** The sums as logarithms of likelihoods, of which naive Bayes takes the softmax.
   *  @param features number of features of the model
   *  @throws EngineError `not-supported` where they are no such sums */
  toBayes(features: number): BayesPart {
    const labels = this.outputs
    const states = Array.from({ length: features }, () => 1)
    const threshold = new Float32Array(features).fill(Number.NaN)
    const stateOf = ({ level }: Term): number => (level >= 0 ? level + 1 : level === AT_MOST ? 1 : 2)
    for (const term of this.#terms.values()) {
      const { feature, level, centre } = term
      const isTest = level <= AT_MOST
      const isOther = !Number.isNaN(threshold[feature]!) && threshold[feature] !== centre
      if ((!isTest && level < 0) || (isTest && (Number.isNaN(centre) || isOther))) throw oddSums()
      if (isTest) threshold[feature] = centre
      states[feature] = isTest ? 3 : Math.max(states[feature]!, stateOf(term) + 1)
    }
    const offsets = new Uint32Array(features + 1)
    states.forEach((count, f) => {
      offsets[f + 1] = offsets[f]! + count
    })
    const size = offsets[features]! * labels
    if (size > MAX_LIKELIHOODS) {
      throw new EngineError(
        'not-supported',
        `The ONNX file has a naive Bayes of ${size} likelihoods; more than ${MAX_LIKELIHOODS} are not read.`,
      )
    }
    const logLikelihood = new Float64Array(size)
    for (const term of this.#terms.values()) {
      logLikelihood.set(term.weights, (offsets[term.feature]! + stateOf(term)) * labels)
    }
    return { kind: 'bayes', outputs: labels, threshold, offsets, logLikelihood, logPrior: this.bias }
  }

  /** In the order of the features. */
  terms(): { terms: Terms; sorted: Term[] } {
    const sorted = [...this.#terms.values()].sort((a, b) => a.feature - b.feature)
    return {
      sorted,
      terms: {
        feature: Int32Array.from(sorted, ({ feature }) => feature),
        level: Int32Array.from(sorted, ({ level }) => level),
        centre: Float64Array.from(sorted, ({ centre }) => centre),
        scale: Float64Array.from(sorted, ({ scale }) => scale),
      },
    }
  }

  toPart(link: LinkFunction): LinearPart {
    const { terms, sorted } = this.terms()
    const weights = new Float64Array(this.outputs * sorted.length)
    sorted.forEach((term, t) => {
      term.weights.forEach((w, k) => {
        weights[k * sorted.length + t] = w
      })
    })
    return { kind: 'linear', link, outputs: this.outputs, terms, weights, bias: this.bias }
  }

  /** Weights of shape (terms, outputs), as a network's first layer has them. */
  toLayer(): { terms: Terms; weights: Float64Array } {
    const { terms, sorted } = this.terms()
    const weights = new Float64Array(sorted.length * this.outputs)
    sorted.forEach((term, t) => {
      weights.set(term.weights, t * this.outputs)
    })
    return { terms, weights }
  }
}

const oddSums = (): EngineError =>
  new EngineError(
    'not-supported',
    'The ONNX file takes the softmax of comparisons in a way that no naive Bayes of ours does.',
  )
