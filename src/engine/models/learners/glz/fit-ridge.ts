import { addColumn, type Design, dotColumn, squareColumn } from '../parts/design.ts'
import type { Steps } from '../train-boosting.ts'
import { type GlzProblem, meanNegativeLogLikelihood, workingPoint } from './glz-problem.ts'

/** Weights on the design's columns, and a constant. */
export interface GlzFit {
  weights: Float64Array
  bias: number
}

/** Newton steps at most; each is quadratic near the end. */
const MAX_STEPS = 60
const MAX_HALVINGS = 30

/** Fits a generalised linear model with an L2 penalty: iteratively reweighted least squares (Nelder & Wedderburn 1972),
 *  each system solved by conjugate gradients preconditioned by its diagonal (Komarek & Moore 2005), with steps halved
 *  until they improve. The constant is not penalised. */
export function* fitRidge(design: Design, problem: GlzProblem, penalty: number): Steps<GlzFit> {
  const { rows } = design
  const size = design.terms.feature.length
  let fit: GlzFit = { weights: new Float64Array(size), bias: problem.startBias }
  let eta = new Float64Array(rows).fill(fit.bias)
  let cost = meanNegativeLogLikelihood(problem, eta)
  const slope = new Float64Array(rows)
  const curve = new Float64Array(rows)
  for (let step = 0; step < Math.min(MAX_STEPS, problem.maxIterations); step++) {
    workingPoint(problem, eta, slope, curve)
    const gradient = new Float64Array(size + 1)
    for (let t = 0; t < size; t++) gradient[t] = -dotColumn(design, t, slope) - penalty * fit.weights[t]!
    if (problem.addBias) gradient[size] = -sumOf(slope)
    const change = solve(design, curve, gradient, penalty, problem.addBias)
    let scale = 1
    let next = moved(fit, change, scale)
    let nextEta = linearSums(design, next)
    let nextCost = meanNegativeLogLikelihood(problem, nextEta) + halfSquare(next.weights, penalty)
    for (let h = 0; h < MAX_HALVINGS && !(nextCost <= cost + 1e-14 * Math.abs(cost)); h++) {
      scale /= 2
      next = moved(fit, change, scale)
      nextEta = linearSums(design, next)
      nextCost = meanNegativeLogLikelihood(problem, nextEta) + halfSquare(next.weights, penalty)
    }
    if (!(nextCost <= cost + 1e-14 * Math.abs(cost))) break
    const largest = change.reduce((most, x) => Math.max(most, Math.abs(x) * scale), 0)
    fit = next
    eta = nextEta
    cost = nextCost
    yield (step + 1) / MAX_STEPS
    if (largest <= problem.epsilon) break
  }
  return fit
}

function moved({ weights, bias }: GlzFit, change: Float64Array, scale: number): GlzFit {
  const size = weights.length
  return { weights: weights.map((w, t) => w + scale * change[t]!), bias: bias + scale * change[size]! }
}

/** The linear sum of every row. */
export function linearSums(design: Design, { weights, bias }: GlzFit): Float64Array<ArrayBuffer> {
  const eta = new Float64Array(design.rows).fill(bias)
  for (let t = 0; t < weights.length; t++) if (weights[t] !== 0) addColumn(design, t, weights[t]!, eta)
  return eta
}

const sumOf = (vector: Float64Array): number => vector.reduce((sum, x) => sum + x, 0)
const halfSquare = (weights: Float64Array, penalty: number): number =>
  (penalty / 2) * weights.reduce((sum, w) => sum + w * w, 0)

/** Solves (X'WX + penalty I) x = gradient, the constant's column last. */
function solve(
  design: Design,
  curve: Float64Array,
  gradient: Float64Array,
  penalty: number,
  addBias: boolean,
): Float64Array {
  const size = gradient.length - 1
  const diagonal = new Float64Array(size + 1)
  for (let t = 0; t < size; t++) diagonal[t] = squareColumn(design, t, curve) + penalty
  diagonal[size] = addBias ? sumOf(curve) : 0
  const inverse = diagonal.map((d) => (d > 0 ? 1 / d : 0))
  const x = new Float64Array(size + 1)
  const rest = Float64Array.from(gradient)
  let z = rest.map((r, t) => r * inverse[t]!)
  let direction = Float64Array.from(z)
  let rz = dot(rest, z)
  const goal = rz * TOLERANCE ** 2
  const rowSums = new Float64Array(design.rows)
  const product = new Float64Array(size + 1)
  for (let i = 0; i < MAX_CG_PER_TERM * (size + 1) && i < MAX_CG && rz > goal && rz > 0; i++) {
    rowSums.fill(direction[size]!)
    for (let t = 0; t < size; t++) addColumn(design, t, direction[t]!, rowSums)
    for (let r = 0; r < rowSums.length; r++) rowSums[r]! *= curve[r]!
    for (let t = 0; t < size; t++) product[t] = dotColumn(design, t, rowSums) + penalty * direction[t]!
    product[size] = addBias ? sumOf(rowSums) : 0
    const bend = dot(direction, product)
    if (!(bend > 0)) break
    const length = rz / bend
    for (let t = 0; t <= size; t++) {
      x[t]! += length * direction[t]!
      rest[t]! -= length * product[t]!
    }
    z = rest.map((r, t) => r * inverse[t]!)
    const next = dot(rest, z)
    const keep = next / rz
    direction = direction.map((d, t) => z[t]! + keep * d)
    rz = next
  }
  return x
}

/** How far the residual must fall, relative to where it begins. */
const TOLERANCE = 1e-6
const MAX_CG_PER_TERM = 3
const MAX_CG = 400

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
