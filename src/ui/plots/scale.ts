/** From values to places on the page. */
export interface Scale {
  (value: number): number
  domain: readonly [number, number]
  /** Round values inside the domain. */
  ticks: readonly number[]
}

/** A linear scale. @param wanted about as many ticks as that @param leastStep ticks are no closer */
export function linearScale(
  domain: readonly [number, number],
  [from, to]: readonly [number, number],
  wanted = 5,
  leastStep = 0,
): Scale {
  const [low, high] = domain
  const span = high - low || 1
  const place = (value: number) => from + ((value - low) / span) * (to - from)
  return Object.assign(place, { domain, ticks: niceTicks(low, high, wanted, leastStep) })
}

/** Multiples of 1, 2 or 5 times a power of ten from `low` to `high`, about `wanted` of them. */
export function niceTicks(low: number, high: number, wanted = 5, leastStep = 0): number[] {
  const span = high - low
  if (!(span > 0) || !Number.isFinite(span)) return [low]
  const rough = Math.max(span / Math.max(1, wanted), leastStep)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough * 0.999)!
  const ticks: number[] = []
  // By whole numbers of steps: adding up would gather rounding errors. A tick that the span only just misses is kept.
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) ticks.push(i * step)
  return ticks.map((tick) => Number(tick.toPrecision(12)) + 0)
}

/** The extent of some numbers, a little wider so that no mark touches the edge; [0, 1] of none. */
export function paddedExtent(values: Iterable<number>, share = 0.04): [number, number] {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1]
  const margin = (high - low || Math.abs(high) || 1) * share
  return [low - margin, high + margin]
}
