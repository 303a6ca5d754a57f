import { EngineError } from '../../../contract/errors.ts'

/** One field of a message: a number for varint and fixed types, bytes (a view, never a copy) for the rest. */
export interface Field {
  number: number
  /** 0 varint, 1 fixed 64 bits, 2 bytes, 5 fixed 32 bits. */
  wire: 0 | 1 | 2 | 5
  /** Of wire type 0: 64 bits, two's complement. */
  integer: bigint
  /** Of the other wire types: the field's bytes. */
  bytes: Uint8Array
}

const EMPTY = new Uint8Array(0)

const damaged = (what: string): EngineError =>
  new EngineError('bad-file', `The file is no protocol buffer: ${what}.`)

/** The fields of one message, in order. Nothing is followed into sub-messages, so depth is the caller's choice, and
 *  time is bounded by the bytes.
 *  @throws EngineError `bad-file` */
export function* readFields(bytes: Uint8Array): Generator<Field> {
  let at = 0
  while (at < bytes.length) {
    const tag = readVarint(bytes, at)
    at = tag.end
    const number = Number(tag.value >> 3n)
    const wire = Number(tag.value & 7n)
    if (number === 0 || number > 0x1fffffff) throw damaged('it has a field without a number')
    if (wire === 0) {
      const { value, end } = readVarint(bytes, at)
      yield { number, wire, integer: value, bytes: EMPTY }
      at = end
      continue
    }
    if (wire !== 1 && wire !== 2 && wire !== 5) throw damaged(`field ${number} has the unknown kind ${wire}`)
    let length = wire === 1 ? 8 : 4
    if (wire === 2) {
      const size = readVarint(bytes, at)
      length = Number(size.value)
      at = size.end
    }
    if (length > bytes.length - at) throw damaged(`field ${number} goes past its end`)
    yield { number, wire, integer: 0n, bytes: bytes.subarray(at, at + length) }
    at += length
  }
}

/** All numbers of a packed list of varints. @throws EngineError `bad-file` */
export function* readPackedVarints(bytes: Uint8Array): Generator<bigint> {
  let at = 0
  while (at < bytes.length) {
    const { value, end } = readVarint(bytes, at)
    yield value
    at = end
  }
}

/** A varint as a signed number, as int32, int64 and enums are meant. */
export const toSigned = (value: bigint): number => Number(BigInt.asIntN(64, value))

/** UTF-8, with damaged sequences replaced: names are only compared. */
export const toText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

function readVarint(bytes: Uint8Array, start: number): { value: bigint; end: number } {
  let low = 0
  // Up to four bytes fit a number; that is nearly all of them, and BigInt is slow.
  for (let i = 0; i < 4; i++) {
    const byte = bytes[start + i]
    if (byte === undefined) throw damaged('it ends inside a number')
    low += (byte & 0x7f) * 2 ** (7 * i)
    if (byte < 0x80) return { value: BigInt(low), end: start + i + 1 }
  }
  let value = BigInt(low)
  for (let i = 4; i < 10; i++) {
    const byte = bytes[start + i]
    if (byte === undefined) throw damaged('it ends inside a number')
    value |= BigInt(byte & 0x7f) << BigInt(7 * i)
    if (byte < 0x80) return { value: BigInt.asUintN(64, value), end: start + i + 1 }
  }
  throw damaged('a number is too long')
}
