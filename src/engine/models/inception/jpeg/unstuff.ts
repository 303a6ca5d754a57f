/** Bytes that may be read behind the end of the data. */
const SPARE = 16

/** Coded data without the zeros that are put behind bytes of 255, and where its intervals end. */
export interface CodedData {
  view: DataView
  /** Ends of the intervals between restart markers, in bytes; the last is the end of all. */
  ends: number[]
}

/** Copies a scan's data into `into(size)`, which must be filled with zeros behind what is written or be bounded elsewise.
 *  undefined if anything but restart markers in their order and the end of the image follows. */
export function unstuff(
  bytes: Uint8Array,
  start: number,
  into: (size: number) => Uint8Array<ArrayBuffer>,
): CodedData | undefined {
  const target = into(bytes.length - start + SPARE)
  const ends: number[] = []
  let from = start
  let to = 0
  for (;;) {
    const at = bytes.indexOf(0xff, from)
    if (at < 0 || at + 1 >= bytes.length) return undefined
    const next = bytes[at + 1]!
    const end = next === 0 ? at + 1 : at
    target.set(bytes.subarray(from, end), to)
    to += end - from
    from = next === 0xff ? at + 1 : at + 2
    if (next === 0 || next === 0xff) continue
    ends.push(to)
    if (next === END_OF_IMAGE) break
    if (next !== 0xd0 + ((ends.length - 1) & 7)) return undefined
  }
  target.fill(0, to, to + SPARE)
  return { view: new DataView(target.buffer, target.byteOffset, to + SPARE), ends }
}

const END_OF_IMAGE = 0xd9
