import type { Series } from './LinePlot.tsx'

/** The point of some series that is drawn nearest to a place, if any is. */
export function nearestPoint(
  series: readonly Pick<Series, 'x' | 'y'>[],
  x: (value: number) => number,
  y: (value: number) => number,
  atX: number,
  atY: number,
): { s: number; i: number } | undefined {
  let best: { s: number; i: number } | undefined
  let least = Number.POSITIVE_INFINITY
  series.forEach(({ x: xs, y: ys }, s) => {
    for (let i = 0; i < xs.length; i++) {
      const distance = (x(xs[i]!) - atX) ** 2 + (y(ys[i]!) - atY) ** 2
      if (distance < least) {
        least = distance
        best = { s, i }
      }
    }
  })
  return best
}
