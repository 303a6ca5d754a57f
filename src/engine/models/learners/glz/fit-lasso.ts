import { addColumn, type Design, dotColumn, squareColumn } from '../parts/design.ts'
import type { Steps } from '../train-boosting.ts'
import { type GlzFit, linearSums } from './fit-ridge.ts'
import { type GlzProblem, meanNegativeLogLikelihood, workingPoint } from './glz-problem.ts'

const MAX_OUTER = 100

/** Fits a generalised linear model with an L1 penalty: cyclic coordinate descent on the quadratic approximation at the
 *  current point (Friedman, Hastie & Tibshirani 2010), repeated until nothing moves. The constant is not penalised. */
export function* fitLasso(design: Design, problem: GlzProblem, penalty: number): Steps<GlzFit> {
  const { rows } = design
  const size = design.terms.feature.length
  let fit: GlzFit = { weights: new Float64Array(size), bias: problem.startBias }
  let eta = linearSums(design, fit)
  let cost = meanNegativeLogLikelihood(problem, eta)
  const slope = new Float64Array(rows)
  const curve = new Float64Array(rows)
  for (let outer = 0; outer < MAX_OUTER; outer++) {
    workingPoint(problem, eta, slope, curve)
    const target = descend(design, fit, slope, curve, penalty, problem)
    let scale = 1
    let next = target
    let nextEta = linearSums(design, next)
    let nextCost = penalised(problem, nextEta, next, penalty)
    while (!(nextCost <= cost + 1e-14 * Math.abs(cost)) && scale > 1e-9) {
      scale /= 2
      next = between(fit, target, scale)
      nextEta = linearSums(design, next)
      nextCost = penalised(problem, nextEta, next, penalty)
    }
    if (!(nextCost <= cost + 1e-14 * Math.abs(cost))) break
    let largest = Math.abs(next.bias - fit.bias)
    for (let t = 0; t < size; t++) largest = Math.max(largest, Math.abs(next.weights[t]! - fit.weights[t]!))
    fit = next
    eta = nextEta
    cost = nextCost
    yield (outer + 1) / MAX_OUTER
    if (largest <= problem.epsilon) break
  }
  return fit
}

const penalised = (problem: GlzProblem, eta: Float64Array, { weights }: GlzFit, penalty: number): number =>
  meanNegativeLogLikelihood(problem, eta) + penalty * weights.reduce((sum, w) => sum + Math.abs(w), 0)

function between(from: GlzFit, to: GlzFit, share: number): GlzFit {
  return {
    weights: from.weights.map((w, t) => w + share * (to.weights[t]! - w)),
    bias: from.bias + share * (to.bias - from.bias),
  }
}

/** Minimises the quadratic approximation at `fit` plus the penalty. After a pass over all columns, passes over those that
 *  count are made until they stand still. */
function descend(
  design: Design,
  fit: GlzFit,
  slope: Float64Array,
  curve: Float64Array,
  penalty: number,
  { addBias, maxIterations, epsilon }: GlzProblem,
): GlzFit {
  const weights = Float64Array.from(fit.weights)
  const size = weights.length
  let bias = fit.bias
  // Slope of the approximation at the moving point: slope + curve * (change of the linear sum).
  const moving = Float64Array.from(slope)
  const change = new Float64Array(design.rows)
  const bends = Float64Array.from(weights, (_, t) => squareColumn(design, t, curve))
  const bendOfBias = curve.reduce((sum, c) => sum + c, 0)
  const pass = (onlyActive: boolean): number => {
    let largest = 0
    for (let t = 0; t < size; t++) {
      if (bends[t] === 0 || (onlyActive && weights[t] === 0)) continue
      const pull = bends[t]! * weights[t]! - dotColumn(design, t, moving)
      const next = Math.sign(pull) * (Math.max(0, Math.abs(pull) - penalty) / bends[t]!)
      const by = next - weights[t]!
      if (by === 0) continue
      weights[t] = next
      change.fill(0)
      addColumn(design, t, by, change)
      for (let r = 0; r < change.length; r++) moving[r]! += curve[r]! * change[r]!
      largest = Math.max(largest, Math.abs(by))
    }
    if (addBias && bendOfBias > 0) {
      const by = -moving.reduce((sum, m) => sum + m, 0) / bendOfBias
      bias += by
      for (let r = 0; r < moving.length; r++) moving[r]! += curve[r]! * by
      largest = Math.max(largest, Math.abs(by))
    }
    return largest
  }
  for (let i = 0; i < maxIterations; i++) {
    if (pass(false) <= epsilon / 10) break
    for (let j = 0; j < maxIterations && pass(true) > epsilon / 10; j++);
  }
  return { weights, bias }
}
