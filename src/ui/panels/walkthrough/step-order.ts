import type { StepKey } from './steps.ts'

/** What a step stands on, with its number. */
const NEEDS: Record<StepKey, readonly (readonly [StepKey, number])[]> = {
  network: [],
  'embed-one': [['network', 1]],
  import: [],
  count: [['import', 3]],
  'embed-three': [
    ['network', 1],
    ['import', 3],
  ],
  'embed-all': [
    ['network', 1],
    ['import', 3],
  ],
  boosted: [['embed-all', 6]],
  forest: [['embed-all', 6]],
  predictor: [['network', 1]],
}

/** Which step must be run first, in words; undefined if none. The predictor needs the classifier that it calls. */
export function missingStep(
  key: StepKey,
  isDone: (key: StepKey) => boolean,
  classifier: 'boosted' | 'forest',
): string | undefined {
  const needs = key === 'predictor' ? [...NEEDS.predictor, [classifier, 7] as const] : NEEDS[key]
  const missing = needs.filter(([needed]) => !isDone(needed)).map(([, number]) => number)
  if (missing.length === 0) return undefined
  return `Needs step ${missing.join(' and step ')} first.`
}
