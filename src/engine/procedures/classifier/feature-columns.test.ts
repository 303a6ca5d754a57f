import { describe, expect, it } from 'vitest'
import { FeatureColumns } from './feature-columns.ts'

/** Rows that have one feature each, and no two the same. */
function makeDiagonal(rows: number): FeatureColumns {
  const features = new FeatureColumns()
  for (let r = 0; r < rows; r++) {
    features.beginRow()
    features.add([`word ${r}`], 1)
    features.endRow()
  }
  return features
}

describe('features of which few are there', () => {
  it('are kept as sparse rows for learners that take those', () => {
    const { features, X, sparse } = makeDiagonal(20_000).toMatrix(false)
    expect([features.length, X.length]).toEqual([20_000, 0])
    expect(sparse!.values).toHaveLength(20_000)
    expect([...sparse!.columns.subarray(7, 10)]).toEqual([7, 8, 9])
  })

  it('are refused where trees would need more cells than there may be, before any is made', () => {
    expect(() => makeDiagonal(20_000).toMatrix(true)).toThrow(
      expect.objectContaining({
        code: 'invalid-argument',
        message: expect.stringMatching(/20000 rows of 20000 features are too many.*use glz or naive_bayes/),
      }),
    )
  })
})
