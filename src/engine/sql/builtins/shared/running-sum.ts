/** A sum of doubles with the rounding errors kept aside, as SQLite sums. Neumaier, "Rundungsfehleranalyse einiger
 *  Verfahren zur Summation endlicher Summen", 1974. */
export interface RunningSum {
  sum: number
  error: number
}

export const emptySum = (): RunningSum => ({ sum: 0, error: 0 })

/** Adds to a sum in place. */
export function addTo(state: RunningSum, x: number): RunningSum {
  const next = state.sum + x
  state.error += Math.abs(state.sum) > Math.abs(x) ? state.sum - next + x : x - next + state.sum
  state.sum = next
  return state
}

/** The sum; after an infinity came in the error means nothing. */
export const totalOf = ({ sum, error }: RunningSum): number => (Number.isFinite(error) ? sum + error : sum)
