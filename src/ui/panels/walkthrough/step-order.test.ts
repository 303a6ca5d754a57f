import { describe, expect, it } from 'vitest'
import { missingStep } from './step-order.ts'
import { STEP_KEYS, type StepKey } from './steps.ts'

describe('the order of steps', () => {
  it('lets "Run all" go through without a gap', () => {
    const done = new Set<StepKey>()
    for (const key of STEP_KEYS) {
      expect(missingStep(key, (needed) => done.has(needed), 'boosted')).toBeUndefined()
      done.add(key)
    }
  })

  it('names what is missing', () => {
    expect(missingStep('embed-all', () => false, 'boosted')).toBe('Needs step 1 and step 3 first.')
    expect(missingStep('predictor', (key) => key !== 'forest', 'forest')).toBe('Needs step 7 first.')
  })
})
