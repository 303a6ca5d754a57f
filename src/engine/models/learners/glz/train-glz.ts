import { type Design, selectTerms } from '../parts/design.ts'
import type { GlzConfig } from '../parts/general-config.ts'
import type { GeneralExamples } from '../parts/general-examples.ts'
import { linkOf } from '../parts/link-functions.ts'
import type { LinearPart, LinkFunction } from '../parts/part.ts'
import { someFeatures } from '../parts/some-features.ts'
import { deriveSeed, Random } from '../random.ts'
import { holdOut, type Sample } from '../sample.ts'
import type { Steps } from '../train-boosting.ts'
import { fitLasso } from './fit-lasso.ts'
import { fitRidge, type GlzFit, linearSums } from './fit-ridge.ts'
import { type Family, type GlzProblem, meanNegativeLogLikelihood } from './glz-problem.ts'
import { isWide, reduceDesign } from './reduce-design.ts'

/** Strengths to choose from where the configuration asks to find one. */
const STRENGTHS = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1]
/** Share of the rows on which they are compared. */
const FIND_SHARE = 0.25
/** The fit ends when no weight changes by more than this part of `regularization_epsilon`: the last step squares it. */
const FINER = 1e-3

/** Fits generalised linear models (Nelder & Wedderburn 1972), one for each label against the rest. The cost is the mean
 *  negative log likelihood by weight plus factor/2 times the squared weights (L2) or factor times the absolute ones (L1),
 *  the weights being those of the columns as fitted (scaled, if `normalize`). */
export function* trainGlz(
  examples: GeneralExamples,
  whole: Design,
  sample: Sample,
  config: GlzConfig,
  seed: number,
): Steps<LinearPart> {
  const { mode, labels } = examples
  const share = config.feature_proportion
  const design =
    share < 1
      ? selectTerms(whole, someFeatures(examples.columns, share, new Random(deriveSeed(seed, 1))))
      : whole
  const wide = config.regularization !== 'l1' && isWide(design) ? reduceDesign(design) : undefined
  // The second of two labels says all about the first, unless the link is lopsided.
  const mirrored = labels === 2 && (mode === 'boolean' || isSymmetric(config.link_function))
  const targets = mode === 'regression' ? [0] : mirrored ? [1] : Array.from({ length: labels }, (_, k) => k)
  const fits: GlzFit[] = []
  for (const [i, label] of targets.entries()) {
    const problem = toProblem(examples, sample, config, label)
    const steps = fitOne(examples, wide?.design ?? design, sample, config, problem, seed)
    let step = steps.next()
    while (!step.done) {
      yield (i + step.value) / targets.length
      step = steps.next()
    }
    const { weights, bias } = step.value
    fits.push({ bias, weights: wide ? wide.restore(weights) : weights })
  }
  if (mode === 'categorical' && mirrored) fits.unshift(mirror(fits[0]!, config.link_function))
  return toPart(design, config.link_function, fits)
}

const isSymmetric = (link: LinkFunction): boolean =>
  link === 'logit' || link === 'probit' || link === 'linear'

/** The model of the first label, given that of the second. */
const mirror = ({ weights, bias }: GlzFit, link: LinkFunction): GlzFit => ({
  weights: weights.map((w) => -w),
  bias: (link === 'linear' ? 1 : 0) - bias,
})

/** Terms on which nothing hangs are left out. */
function toPart(design: Design, link: LinkFunction, fits: readonly GlzFit[]): LinearPart {
  const { terms } = design
  const used = Array.from(terms.feature.keys()).filter((t) => fits.some(({ weights }) => weights[t] !== 0))
  return {
    kind: 'linear',
    link,
    outputs: fits.length,
    terms: {
      feature: Int32Array.from(used, (t) => terms.feature[t]!),
      level: Int32Array.from(used, (t) => terms.level[t]!),
      centre: Float64Array.from(used, (t) => terms.centre[t]!),
      scale: Float64Array.from(used, (t) => terms.scale[t]!),
    },
    weights: Float64Array.from(fits.flatMap(({ weights }) => used.map((t) => weights[t]!))),
    bias: Float64Array.from(fits, ({ bias }) => bias),
  }
}

/** How the labels scatter: two labels by the binomial (but for the linear link, which is least squares); numbers by the
 *  normal distribution, by Poisson's for the link `log`, and shares from 0 to 1 by the binomial. */
export function familyOf(link: LinkFunction, mode: GeneralExamples['mode']): Family {
  if (link === 'linear') return 'gaussian'
  return mode === 'regression' && link === 'log' ? 'poisson' : 'binomial'
}

function toProblem(
  { mode, y, rows }: GeneralExamples,
  sample: Sample,
  config: GlzConfig,
  label: number,
): GlzProblem {
  const link = config.link_function
  const family = familyOf(link, mode)
  const target = mode === 'regression' ? y : Float64Array.from(y, (own) => (own === label ? 1 : 0))
  const weights = new Float64Array(rows)
  let total = 0
  for (const r of sample.rows) total += sample.weights[r]!
  let mean = 0
  for (const r of sample.rows) {
    weights[r] = sample.weights[r]! / total
    mean += weights[r]! * target[r]!
  }
  const inside = family === 'binomial' ? Math.min(1 - 1e-4, Math.max(1e-4, mean)) : mean
  return {
    link,
    family,
    y: target,
    weights,
    addBias: config.add_bias,
    startBias: config.add_bias ? linkOf(link, family === 'poisson' ? Math.max(inside, 1e-4) : inside) : 0,
    maxIterations: config.max_regularization_iteration,
    epsilon: config.regularization_epsilon * FINER,
  }
}

function* fitOne(
  examples: GeneralExamples,
  design: Design,
  sample: Sample,
  config: GlzConfig,
  problem: GlzProblem,
  seed: number,
): Steps<GlzFit> {
  const solve = (of: GlzProblem, strength: number) =>
    config.regularization === 'l1' ? fitLasso(design, of, strength) : fitRidge(design, of, strength)
  if (config.regularization === 'none') return yield* solve(problem, 0)
  if (config.regularization_factor >= 0) return yield* solve(problem, config.regularization_factor)
  const parts = holdOut(examples, sample, FIND_SHARE, new Random(deriveSeed(seed, 2)))
  const train = { ...problem, weights: only(problem.weights, parts.rows) }
  const test = { ...problem, weights: only(problem.weights, parts.validation) }
  let best = STRENGTHS[0]!
  let least = Number.POSITIVE_INFINITY
  for (const [i, strength] of STRENGTHS.entries()) {
    const tried = yield* solve(train, strength)
    const cost = meanNegativeLogLikelihood(test, linearSums(design, tried))
    if (cost < least) {
      least = cost
      best = strength
    }
    yield i / STRENGTHS.length
  }
  return yield* solve(problem, best)
}

/** The weights of some rows, 0 for the others, summing to 1. */
function only(weights: Float64Array, rows: Int32Array): Float64Array {
  const result = new Float64Array(weights.length)
  let total = 0
  for (const r of rows) total += weights[r]!
  for (const r of rows) result[r] = weights[r]! / total
  return result
}
