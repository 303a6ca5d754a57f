// neighbors/ finds the nearest of many vectors.
import { type Subspace, subspaceOf } from './subspace.ts'
import { VantageTree } from './vantage-tree.ts'

export type Metric = 'euclidean' | 'cosine'

export interface Neighbour {
  /** Number of the vector, in the order in which they were added. */
  index: number
  distance: number
}

/** Nearest neighbours among vectors, exact. Vectors are told apart by their coordinates in a small subspace that holds
 *  most of their variance, and by what of their length lies outside of it: distances between those are never larger
 *  than the true ones (Korn et al., 1996), and a vantage-point tree (Yianilos, 1993) searches them. Only vectors that
 *  are near there are compared in full. Cosine distance is half the square of the distance of unit vectors. */
export class EmbeddingIndex {
  readonly dimensions: number
  private readonly metric: Metric
  private vectors: Float32Array
  private reduced = new Float32Array(0)
  private subspace: Subspace | undefined
  private tree: VantageTree | undefined
  private count = 0

  constructor(dimensions: number, metric: Metric) {
    this.dimensions = dimensions
    this.metric = metric
    this.vectors = new Float32Array(64 * Math.max(1, dimensions))
  }

  get size(): number {
    return this.count
  }

  /** Adds a vector. @returns false where it has no direction, which the cosine metric needs */
  add(vector: ArrayLike<number>): boolean {
    const { dimensions } = this
    if ((this.count + 1) * dimensions > this.vectors.length) this.vectors = grown(this.vectors)
    const own = this.vectors.subarray(this.count * dimensions, (this.count + 1) * dimensions)
    own.set(vector)
    if (this.metric === 'cosine' && !normalise(own)) return false
    this.count++
    return true
  }

  /** The vector of that number, as it is compared: of length 1 under the cosine metric. */
  vector(index: number): Float32Array {
    return this.vectors.subarray(index * this.dimensions, (index + 1) * this.dimensions)
  }

  /** The `limit` nearest vectors within `maxDistance`, nearest first; of equal ones those added first.
   *  @param vector shape (dimensions) */
  search(vector: ArrayLike<number>, limit: number, maxDistance = Number.POSITIVE_INFINITY): Neighbour[] {
    const query = Float32Array.from(vector)
    if (this.metric === 'cosine' && !normalise(query)) return []
    if (this.count === 0 || limit <= 0) return []
    const { tree, subspace } = this.build()
    const place = new Float32Array(subspace.width)
    subspace.place(query, place)
    const nearest = new Nearest(Math.min(limit, this.count), this.toEuclidean(maxDistance))
    tree.search(place, nearest.radius, (index) => {
      nearest.offer(index, this.squaredDistance(query, index, nearest.squaredRadius))
      return nearest.radius
    })
    return nearest.sorted().map(({ index, squared }) => ({
      index,
      distance: Math.fround(this.metric === 'cosine' ? squared / 2 : Math.sqrt(squared)),
    }))
  }

  /** The Euclidean distance that is this far in the index's metric. */
  private toEuclidean(distance: number): number {
    if (!Number.isFinite(distance)) return distance
    return this.metric === 'cosine' ? Math.sqrt(2 * Math.max(0, distance)) : distance
  }

  /** Squared distance to a vector; any number beyond `bound` where it is farther than that. */
  private squaredDistance(query: Float32Array, index: number, bound: number): number {
    const { dimensions, vectors } = this
    const start = index * dimensions
    let sum = 0
    for (let i = 0; i < dimensions; ) {
      const end = Math.min(dimensions, i + 64)
      for (; i < end; i++) {
        const difference = query[i]! - vectors[start + i]!
        sum += difference * difference
      }
      if (sum > bound) return sum
    }
    return sum
  }

  /** The tree over all vectors. Those added since the last search are put into it; it is built anew when there are
   *  twice as many, since by then the subspace may fit them badly. */
  private build(): { tree: VantageTree; subspace: Subspace } {
    const { dimensions, count, vectors } = this
    if (!this.subspace || !this.tree || count > 2 * this.tree.builtWith) {
      this.subspace = subspaceOf(vectors, count, dimensions)
      this.reduced = new Float32Array(count * this.subspace.width)
      this.place(0)
      this.tree = new VantageTree(this.reduced, this.subspace.width, count)
    } else if (count > this.tree.size) {
      const before = this.tree.size
      this.place(before)
      this.tree.insert(this.reduced, count)
    }
    return { tree: this.tree, subspace: this.subspace }
  }

  private place(from: number): void {
    const { width } = this.subspace!
    const needed = this.count * width
    if (this.reduced.length < needed) {
      const larger = new Float32Array(2 * needed)
      larger.set(this.reduced)
      this.reduced = larger
    }
    for (let i = from; i < this.count; i++) {
      this.subspace!.place(this.vector(i), this.reduced.subarray(i * width, (i + 1) * width))
    }
  }
}

/** The best candidates so far. */
class Nearest {
  private readonly limit: number
  private readonly best: { index: number; squared: number }[] = []
  squaredRadius: number
  radius: number

  constructor(limit: number, radius: number) {
    this.limit = limit
    this.radius = radius
    // Distances are of single precision: one that is equal to the limit must not fall to rounding.
    this.squaredRadius = radius * radius * (1 + 1e-6)
  }

  offer(index: number, squared: number): void {
    if (squared > this.squaredRadius) return
    const { best } = this
    let at = best.length
    while (at > 0 && isAfter(best[at - 1]!, index, squared)) at--
    if (at >= this.limit) return
    best.splice(at, 0, { index, squared })
    if (best.length > this.limit) best.pop()
    if (best.length < this.limit) return
    this.squaredRadius = best.at(-1)!.squared
    this.radius = Math.sqrt(this.squaredRadius)
  }

  sorted(): readonly { index: number; squared: number }[] {
    return this.best
  }
}

const isAfter = (one: { index: number; squared: number }, index: number, squared: number): boolean =>
  one.squared > squared || (one.squared === squared && one.index > index)

/** @returns false for a vector of length 0 */
function normalise(vector: Float32Array): boolean {
  let sum = 0
  for (const x of vector) sum += x * x
  if (!(sum > 0)) return false
  const scale = 1 / Math.sqrt(sum)
  for (let i = 0; i < vector.length; i++) vector[i] = vector[i]! * scale
  return true
}

function grown(array: Float32Array): Float32Array<ArrayBuffer> {
  const larger = new Float32Array(2 * array.length)
  larger.set(array)
  return larger
}
