// Nearest neighbours by the index of embedding.neighbors and by brute force over the same vectors, in one run: 10 of
// 10,000 vectors of 2,048 numbers, which lie near 40 directions of falling strength as features of images do.
//
// npx tsx bench/datasets/neighbors.bench.ts [VECTORS]
// Prints one JSON line a metric. `recall` is the share of the true neighbours that were found: 1 is exact.
import { cpus } from 'node:os'
import { EmbeddingIndex } from '../../src/engine/models/neighbors/embedding-index.ts'

const COUNT = Number(process.argv[2] ?? 10_000)
const DIMENSIONS = 2048
const QUERIES = 50

let state = 7
function random(): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32
}

const directions = Array.from({ length: 40 }, (_, k) =>
  Float32Array.from({ length: DIMENSIONS }, () => (random() - 0.5) / (1 + 0.3 * k)),
)

function makeVector(): Float32Array {
  const vector = Float32Array.from({ length: DIMENSIONS }, () => 0.05 * (random() - 0.5))
  for (const direction of directions) {
    const weight = 2 * random() - 1
    for (let i = 0; i < DIMENSIONS; i++) vector[i] = vector[i]! + weight * direction[i]!
  }
  return vector
}

function bruteForce(flat: Float32Array, query: Float32Array): number[] {
  const distances = new Float64Array(COUNT)
  for (let row = 0; row < COUNT; row++) {
    let sum = 0
    for (let i = 0; i < DIMENSIONS; i++) {
      const difference = query[i]! - flat[row * DIMENSIONS + i]!
      sum += difference * difference
    }
    distances[row] = sum
  }
  const order = Array.from({ length: COUNT }, (_, i) => i)
  return order.sort((a, b) => distances[a]! - distances[b]! || a - b).slice(0, 10)
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0))
  return vector.map((x) => x / length)
}

function timed<T>(work: () => T): [T, number] {
  const start = performance.now()
  const result = work()
  return [result, performance.now() - start]
}

const vectors = Array.from({ length: COUNT }, makeVector)
const queries = Array.from({ length: QUERIES }, makeVector)
for (const metric of ['euclidean', 'cosine'] as const) {
  const index = new EmbeddingIndex(DIMENSIONS, metric)
  const [, addMs] = timed(() => vectors.map((vector) => index.add(vector)))
  const [, buildMs] = timed(() => index.search(queries[0]!, 10))
  const flat = new Float32Array(COUNT * DIMENSIONS)
  for (let i = 0; i < COUNT; i++) flat.set(index.vector(i), i * DIMENSIONS)
  const compared = metric === 'cosine' ? queries.map(unit) : queries
  const [truth, bruteMs] = timed(() => compared.map((query) => bruteForce(flat, query)))
  const [found, indexMs] = timed(() => queries.map((query) => index.search(query, 10)))
  const hits = found.flatMap((list, q) => list.filter(({ index: row }) => truth[q]!.includes(row))).length
  console.log(
    JSON.stringify({
      metric,
      count: COUNT,
      dimensions: DIMENSIONS,
      addMs: Math.round(addMs),
      buildMs: Math.round(buildMs),
      bruteMsPerQuery: bruteMs / QUERIES,
      indexMsPerQuery: indexMs / QUERIES,
      ratio: bruteMs / indexMs,
      recall: hits / (10 * QUERIES),
      cpu: cpus()[0]?.model,
    }),
  )
}
