/** The known name closest to `name` by edit distance (case ignored; two letters that changed places are one edit), for "did
 *  you mean"; undefined where none is close.
 *  @param most edits: a third of the letters, but two, or one in a name of up to three letters; never all of them */
export function nearestName(
  name: string,
  known: Iterable<string>,
  most = name.length > 3 ? Math.max(2, Math.floor(name.length / 3)) : 1,
): string | undefined {
  const wanted = name.toLowerCase()
  let best: string | undefined
  let bestDistance = Math.min(wanted.length, most + 1)
  for (const candidate of known) {
    if (Math.abs(candidate.length - wanted.length) >= bestDistance) continue
    const distance = editDistance(wanted, candidate.toLowerCase())
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

function editDistance(a: string, b: string): number {
  let before: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = isSwap ? before[j - 2]! + 1 : Number.POSITIVE_INFINITY
      row.push(Math.min(substitution, swap, previous[j]! + 1, row[j - 1]! + 1))
    }
    before = previous
    previous = row
  }
  return previous[b.length]!
}
