/** Divides rows with labels into parts of given shares so that each label is shared out alike, by iterative
 *  stratification (Sechidis, Tsoumakas and Vlahavas, 2011): the rarest label's rows are dealt first, each to the part
 *  that still wants that label most.
 *  @param labels labels of each row, as numbers from 0; none for a row without
 *  @param shares of the parts; their sum is 1
 *  @param sizeWeight how much the room left in a part, as a share of all rows, counts beside the rows that it wants of
 *  the label
 *  @param random numbers from 0 to 1, for ties
 *  @returns the part of each row */
export function stratify(
  labels: readonly (readonly number[])[],
  labelCount: number,
  shares: readonly number[],
  sizeWeight: number,
  random: () => number,
): Int32Array {
  const parts = new Int32Array(labels.length).fill(-1)
  const rowsOf: number[][] = Array.from({ length: labelCount }, () => [])
  labels.forEach((own, row) => {
    for (const label of own) rowsOf[label]!.push(row)
  })
  const totals = rowsOf.map((rows) => rows.length)
  const left = [...totals]
  /** What each part still wants, of each label and of rows. */
  const wanted = shares.map((share) => totals.map((total) => share * total))
  const room = shares.map((share) => share * labels.length)

  const deal = (row: number, part: number): void => {
    parts[row] = part
    room[part]!--
    for (const label of labels[row]!) {
      wanted[part]![label]!--
      left[label]!--
    }
  }
  const choose = (score: (part: number) => number): number => {
    const scores = shares.map((_, part) => score(part))
    const best = Math.max(...scores)
    const ties = shares.flatMap((_, part) => (scores[part]! > best - 1e-9 ? [part] : []))
    return ties[Math.floor(random() * ties.length)]!
  }

  for (let rarest = rarestOf(left); rarest >= 0; rarest = rarestOf(left)) {
    for (const row of rowsOf[rarest]!) {
      if (parts[row]! >= 0) continue
      deal(
        row,
        choose((part) => wanted[part]![rarest]! + (sizeWeight * room[part]!) / labels.length),
      )
    }
  }
  parts.forEach((part, row) => {
    if (part < 0)
      deal(
        row,
        choose((candidate) => room[candidate]!),
      )
  })
  return parts
}

/** The label with the fewest rows that are not dealt; -1 where all are. */
function rarestOf(left: readonly number[]): number {
  let rarest = -1
  left.forEach((count, label) => {
    if (count > 0 && (rarest < 0 || count < left[rarest]!)) rarest = label
  })
  return rarest
}
