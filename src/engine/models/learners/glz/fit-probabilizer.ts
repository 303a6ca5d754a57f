import { EngineError } from '../../../../contract/errors.ts'
import type { Design } from '../parts/design.ts'
import { inverseLink, linkOf } from '../parts/link-functions.ts'
import { LINK_FUNCTIONS, type LinkFunction, VALUE } from '../parts/part.ts'
import { fitRidge } from './fit-ridge.ts'
import { familyOf } from './train-glz.ts'

/** What a probabilizer's model file holds, as JSON: a score times the first parameter plus the second is the linear sum. */
export interface Probabilizer {
  style: 'glz'
  link: LinkFunction
  params: [number, number]
}

/** Penalty of the slope, so that scores that tell the labels apart without error have a finite one. */
const PENALTY = 1e-6

/** Fits the probability that a label is true to its score, by a generalised linear model (Platt 1999 for link logit).
 *  @param labels 1 for true, 0 for false
 *  @param weights one for each row, or absent for all 1
 *  @throws EngineError `invalid-argument` for no rows, or a score that is no finite number */
export function fitProbabilizer(
  scores: Float64Array,
  labels: Float64Array,
  link: LinkFunction,
  weights?: Float64Array,
): Probabilizer {
  const rows = scores.length
  if (rows === 0) throw invalid('probabilizer.train has no rows with a score and a label to learn from')
  const bad = scores.findIndex((score) => !Number.isFinite(score))
  if (bad >= 0)
    throw invalid(`The score of row ${bad + 1} is ${scores[bad]}; a probabilizer needs finite numbers`)
  const total = weights ? weights.reduce((sum, w) => sum + w, 0) : rows
  if (!(total > 0)) throw invalid('The weights of the rows are all zero')
  const own = Float64Array.from({ length: rows }, (_, r) => (weights?.[r] ?? 1) / total)
  const mean = scores.reduce((sum, score, r) => sum + own[r]! * score, 0)
  const deviation = Math.sqrt(scores.reduce((sum, score, r) => sum + own[r]! * (score - mean) ** 2, 0))
  const share = labels.reduce((sum, label, r) => sum + own[r]! * label, 0)
  const start = linkOf(link, link === 'linear' ? share : Math.min(1 - 1e-4, Math.max(1e-4, share)))
  if (deviation === 0) return { style: 'glz', link, params: [0, start] }
  const design = oneColumn(scores, mean, deviation)
  const steps = fitRidge(
    design,
    {
      link,
      family: familyOf(link, 'boolean'),
      y: labels,
      weights: own,
      addBias: true,
      startBias: start,
      maxIterations: 1000,
      epsilon: 1e-9,
    },
    PENALTY,
  )
  let step = steps.next()
  while (!step.done) step = steps.next()
  const slope = step.value.weights[0]! / deviation
  return { style: 'glz', link, params: [slope, step.value.bias - slope * mean] }
}

/** The probability of a score, from 0 to 1. */
export function applyProbabilizer({ link, params }: Probabilizer, score: number): number {
  return Math.min(1, Math.max(0, inverseLink(link, params[0] * score + params[1])))
}

/** Reads a model file. @throws EngineError `bad-file` */
export function parseProbabilizer(bytes: Uint8Array): Probabilizer {
  try {
    const model = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Partial<Probabilizer>
    const { style, link, params } = model
    const valid = Array.isArray(params) && params.length === 2 && params.every((p) => Number.isFinite(p))
    if (style === 'glz' && LINK_FUNCTIONS.includes(link!) && valid) return model as Probabilizer
  } catch {
    // Reported below, as any other file that is none.
  }
  throw new EngineError('bad-file', 'The file is no probabilizer; make one with probabilizer.train.')
}

function oneColumn(scores: Float64Array, mean: number, deviation: number): Design {
  return {
    rows: scores.length,
    terms: {
      feature: new Int32Array(1),
      level: Int32Array.of(VALUE),
      centre: Float64Array.of(mean),
      scale: Float64Array.of(1 / deviation),
    },
    dense: new Int32Array(1),
    denseValues: Float32Array.from(scores, (score) => (score - mean) / deviation),
    starts: new Uint32Array(2),
    entryRows: new Uint32Array(0),
    entryValues: new Float32Array(0),
  }
}

const invalid = (message: string): EngineError => new EngineError('invalid-argument', message)
