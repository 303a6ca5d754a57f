import { expect, test } from 'vitest'
import { nearestPoint } from './nearest-point.ts'
import { linearScale, niceTicks, paddedExtent } from './scale.ts'

test('ticks are round and lie inside', () => {
  expect(niceTicks(0, 1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1])
  expect(niceTicks(0.13, 0.97, 4)).toEqual([0.5])
  expect(niceTicks(-3, 12, 5)).toEqual([0, 5, 10])
  expect(niceTicks(2700, 6300, 5)).toEqual([3000, 4000, 5000, 6000])
  expect(niceTicks(1e-7, 4e-7, 3)).toEqual([1e-7, 2e-7, 3e-7, 4e-7])
  expect(niceTicks(5, 5)).toEqual([5])
  for (const [low, high] of [
    [0, 0.3],
    [-1e9, 3e9],
    [0.1, 0.10001],
  ] as const) {
    const ticks = niceTicks(low, high)
    expect(ticks.length).toBeGreaterThan(1)
    expect(ticks.length).toBeLessThan(9)
    for (const tick of ticks) expect(tick >= low && tick <= high).toBe(true)
  }
})

test('a scale brings the ends of its domain to the ends of its range, also upside down', () => {
  const y = linearScale([0, 10], [300, 20])
  expect([y(0), y(10), y(5)]).toEqual([300, 20, 160])
  expect(linearScale([4, 4], [0, 100])(4)).toBe(0)
})

test('an extent is a little wider than its numbers, and something for none or one', () => {
  expect(paddedExtent([0, 100], 0.1)).toEqual([-10, 110])
  expect(paddedExtent([])).toEqual([0, 1])
  const [low, high] = paddedExtent([5])
  expect(low).toBeLessThan(5)
  expect(high).toBeGreaterThan(5)
})

test('the nearest point is the one drawn nearest', () => {
  const series = [
    { x: [0, 1], y: [0, 1] },
    { x: [0.5], y: [0] },
  ]
  const x = linearScale([0, 1], [0, 100])
  const y = linearScale([0, 1], [100, 0])
  expect(nearestPoint(series, x, y, 55, 95)).toEqual({ s: 1, i: 0 })
  expect(nearestPoint(series, x, y, 99, 3)).toEqual({ s: 0, i: 1 })
  expect(nearestPoint([], x, y, 0, 0)).toBeUndefined()
})
