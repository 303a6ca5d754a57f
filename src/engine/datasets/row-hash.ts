import { hashPath } from '../../lib/city-hash64.ts'
import { parsePath } from '../../lib/parse-path.ts'

/** rowHash() of a row, by the text form of its name: the high and the low word of an unsigned 64-bit number. */
export function rowHash(name: string): readonly [high: number, low: number] {
  const hash = hashPath(parsePath(name))
  return [Number(hash >> 32n), Number(hash & 0xffffffffn)]
}
