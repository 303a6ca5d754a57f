import { expect, test } from 'vitest'
import { xxHash32 } from './xx-hash32.ts'

const hash = (text: string, seed?: number): number => xxHash32(new TextEncoder().encode(text), seed)

// Values of the reference implementation.
test.each([
  ['', 0, 0x02cc5d05],
  ['a', 0, 0x550d7456],
  ['abc', 0, 0x32d153ff],
  ['Nobody inspects the spammish repetition', 0, 0xe2293b2f],
  ['', 1, 0x0b2cb792],
])('%j with seed %i', (text, seed, expected) => expect(hash(text, seed)).toBe(expected))

test('a view is hashed as a copy of it', () => {
  const bytes = Uint8Array.from({ length: 99 }, (_, i) => i * 7)
  expect(xxHash32(bytes.subarray(3, 80))).toBe(xxHash32(bytes.slice(3, 80)))
})
