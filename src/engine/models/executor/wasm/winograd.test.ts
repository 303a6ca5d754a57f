import { expect, test } from 'vitest'
import { createWinograd } from './winograd.ts'

const times = (matrix: number[][], vector: number[]): number[] =>
  matrix.map((row) => row.reduce((sum, factor, i) => sum + factor * vector[i]!, 0))

test.each([
  [1, 1],
  [2, 3],
  [4, 3],
  [6, 3],
  [2, 5],
  [4, 5],
  [2, 7],
  [3, 7],
])('F(%d, %d) filters with one multiplication for each point', (results, taps) => {
  const { output, filter, input } = createWinograd(results, taps)
  const data = Array.from({ length: results + taps - 1 }, (_, i) => Math.sin(i * 3 + 1))
  const weights = Array.from({ length: taps }, (_, i) => Math.cos(i * 5))
  const transformed = times(filter, weights)
  const products = times(input, data).map((value, i) => value * transformed[i]!)
  const expected = Array.from({ length: results }, (_, i) =>
    weights.reduce((sum, weight, k) => sum + weight * data[i + k]!, 0),
  )
  times(output, products).forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 10)
  })
})

test('more points than there are is refused', () => {
  expect(() => createWinograd(6, 7)).toThrow(/more points/)
})
