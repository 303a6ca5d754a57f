const LEAF = 24
/** Coordinates are of single precision: what rounding may have taken from a distance, as a part of it and absolutely. */
const SLACK = 1e-5

type Node =
  | { points: number[] }
  /** `near` are the points within `radius` of the vantage point. */
  | { vantage: number; radius: number; near: Node; far: Node }

/** A vantage-point tree (Yianilos, 1993) over points of few dimensions. */
export class VantageTree {
  /** How many points it was built with at once. */
  readonly builtWith: number
  size: number
  private readonly width: number
  private points: Float32Array
  private root: Node

  /** @param points shape (at least count, width) */
  constructor(points: Float32Array, width: number, count: number) {
    this.points = points
    this.width = width
    this.builtWith = count
    this.size = count
    this.root = this.build(Array.from({ length: count }, (_, i) => i))
  }

  /** Adds the points from `size` up to `count`. @param points all of them */
  insert(points: Float32Array, count: number): void {
    this.points = points
    for (; this.size < count; this.size++) this.root = this.inserted(this.root, this.size)
  }

  /** Visits the points that may lie within a radius of a place, near ones early. The visitor gives the radius from then
   *  on. */
  search(place: Float32Array, radius: number, visit: (point: number) => number): void {
    let within = radius
    const offer = (point: number, distance: number): void => {
      if (distance <= within * (1 + SLACK) + SLACK) within = visit(point)
    }
    const walk = (node: Node): void => {
      if ('points' in node) {
        for (const point of node.points) offer(point, this.distance(place, point))
        return
      }
      const distance = this.distance(place, node.vantage)
      offer(node.vantage, distance)
      const [first, second] = distance <= node.radius ? [node.near, node.far] : [node.far, node.near]
      walk(first)
      const gap = Math.abs(distance - node.radius)
      if (gap <= within * (1 + SLACK) + SLACK * (1 + distance)) walk(second)
    }
    walk(this.root)
  }

  private build(points: number[]): Node {
    if (points.length <= LEAF) return { points }
    // The one in the middle is as good as a random one, and always the same.
    const vantage = points[points.length >> 1]!
    const others = points.filter((point) => point !== vantage)
    const distances = new Map(others.map((point) => [point, this.between(vantage, point)]))
    const sorted = Float64Array.from(distances.values()).sort()
    const radius = sorted[sorted.length >> 1]!
    const near = others.filter((point) => distances.get(point)! <= radius)
    const far = others.filter((point) => distances.get(point)! > radius)
    // All are equally far: nothing tells them apart.
    if (far.length === 0 && sorted[0] === radius) return { points }
    return { vantage, radius, near: this.build(near), far: this.build(far) }
  }

  private inserted(node: Node, point: number): Node {
    if (!('points' in node)) {
      const side = this.between(node.vantage, point) <= node.radius ? 'near' : 'far'
      node[side] = this.inserted(node[side], point)
      return node
    }
    node.points.push(point)
    return node.points.length > 4 * LEAF && (node.points.length & (node.points.length - 1)) === 0
      ? this.build(node.points)
      : node
  }

  private between(a: number, b: number): number {
    return this.distance(this.points.subarray(a * this.width, (a + 1) * this.width), b)
  }

  private distance(place: Float32Array, point: number): number {
    const { points, width } = this
    const start = point * width
    let sum = 0
    for (let i = 0; i < width; i++) {
      const difference = place[i]! - points[start + i]!
      sum += difference * difference
    }
    return Math.sqrt(sum)
  }
}
