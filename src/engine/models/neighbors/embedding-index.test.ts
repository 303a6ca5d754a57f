import { expect, test } from 'vitest'
import { EmbeddingIndex, type Metric } from './embedding-index.ts'

function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** Clusters, with vectors that stand twice. */
function makeVectors(count: number, dimensions: number, seed: number): Float32Array[] {
  const random = randomNumbers(seed)
  const centres = Array.from({ length: 8 }, () => Float32Array.from({ length: dimensions }, random))
  return Array.from({ length: count }, (_, i) =>
    centres[i % 8]!.map((x) => x + (i % 50 === 0 ? 0 : 0.3 * (random() - 0.5))),
  )
}

function bruteForce(vectors: readonly Float32Array[], query: Float32Array, metric: Metric): number[] {
  const length = (v: Float32Array) => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0))
  return vectors.map((v) => {
    if (metric === 'euclidean') return Math.sqrt(v.reduce((sum, x, i) => sum + (x - query[i]!) ** 2, 0))
    return 1 - v.reduce((sum, x, i) => sum + x * query[i]!, 0) / (length(v) * length(query))
  })
}

test.each(
  (['euclidean', 'cosine'] as const).flatMap((metric) =>
    [1, 2, 24, 33, 200].map((dimensions) => [metric, dimensions] as const),
  ),
)('%s in %i dimensions: as brute force finds them, vectors added later too', (metric, dimensions) => {
  const vectors = makeVectors(1000, dimensions, dimensions)
  const index = new EmbeddingIndex(dimensions, metric)
  for (const stage of [600, 900, 1000]) {
    for (const vector of vectors.slice(index.size, stage)) expect(index.add(vector)).toBe(true)
    for (const query of makeVectors(20, dimensions, 99)) {
      const distances = bruteForce(vectors.slice(0, stage), query, metric)
      const nearest = [...distances].sort((a, b) => a - b).slice(0, 10)
      const found = index.search(query, 10)
      expect(new Set(found.map(({ index: at }) => at)).size).toBe(10)
      found.forEach(({ index: at, distance }, i) => {
        expect(Math.abs(distance - nearest[i]!)).toBeLessThan(1e-4)
        expect(Math.abs(distance - distances[at]!)).toBeLessThan(1e-4)
      })
      const limit = nearest[4]! + 1e-3
      const within = index.search(query, 1000, limit).length
      expect(within).toBeGreaterThanOrEqual(distances.filter((d) => d < limit - 1e-4).length)
      expect(within).toBeLessThanOrEqual(distances.filter((d) => d < limit + 1e-4).length)
    }
  }
})

test('edges: nothing in it, none asked for, no direction, single precision', () => {
  const empty = new EmbeddingIndex(2, 'cosine')
  expect(empty.search([1, 0], 3)).toEqual([])
  expect(empty.add([0, 0])).toBe(false)
  const index = new EmbeddingIndex(2, 'euclidean')
  index.add([0, 0])
  index.add([1, 1])
  expect(index.search([0, 0], 0)).toEqual([])
  expect(index.search([0, 0], 9)).toEqual([
    { index: 0, distance: 0 },
    { index: 1, distance: 1.4142135381698608 },
  ])
})
