import { cityHash64Into, hashPath } from '../../lib/city-hash64.ts'
import { parsePath } from '../../lib/parse-path.ts'

/** rowHash() of rows by the text forms of their names: unsigned 64-bit numbers as pairs of words, high and low. */
export function rowHashes(names: readonly string[]): Uint32Array {
  const words = new Uint32Array(2 * names.length)
  for (let row = 0; row < names.length; row++) {
    const name = names[row]!
    // A name without these is a path of one element.
    if (!name.includes('.') && !name.includes('"')) cityHash64Into(name, words, 2 * row)
    else {
      const hash = hashPath(parsePath(name))
      words[2 * row] = Number(hash >> 32n)
      words[2 * row + 1] = Number(hash & 0xffff_ffffn)
    }
  }
  return words
}

/** As `rowHashes`, of one row. */
export function rowHash(name: string): readonly [high: number, low: number] {
  const [high, low] = rowHashes([name])
  return [high!, low!]
}
