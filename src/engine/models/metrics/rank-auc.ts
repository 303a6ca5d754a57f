/** Area under the ROC curve as the share of pairs of a true and a false row in which the true one scores higher, equal scores
 *  half (Mann & Whitney 1947); NaN if all rows have one label.
 *  @param truths scores of the true rows, @param falsehoods of the false ones; both are sorted */
export function rankAuc(truths: Float64Array, falsehoods: Float64Array): number {
  truths.sort()
  falsehoods.sort()
  let pairs = 0
  let below = 0
  let notAbove = 0
  for (let i = 0; i < truths.length; i++) {
    while (below < falsehoods.length && falsehoods[below]! < truths[i]!) below++
    notAbove = Math.max(notAbove, below)
    while (notAbove < falsehoods.length && falsehoods[notAbove]! <= truths[i]!) notAbove++
    pairs += (below + notAbove) / 2
  }
  return pairs / (truths.length * falsehoods.length)
}
