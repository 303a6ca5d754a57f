import { expect, test } from 'vitest'
import { cityHash64, cityHash64Into, flipHash, hashPath } from './city-hash64.ts'

test.each([
  ['x', '4fc82888d13de398'],
  ['y', '75c422100f18a043'],
  ['ex1', '397de880d5f0376e'],
  ['ex2', 'ed64a202cef7ccf1'],
  ['row1', '86065feec3521acc'],
  ['result', 'd54892b736cac3ab'],
  ['0', BigInt('10408321403207385874').toString(16)],
])('the hash of %s is the known one', (name, hex) => {
  expect(cityHash64(name).toString(16)).toBe(hex)
})

test('of the names 2 to 892, 287 have a hash that 3 divides', () => {
  let count = 0
  for (let name = 2; name <= 892; name++) if (cityHash64(String(name)) % 3n === 0n) count++
  expect(count).toBe(287)
})

test('of the names 2 to 214, 103 have an odd hash', () => {
  let count = 0
  for (let name = 2; name <= 214; name++) if (cityHash64(String(name)) % 2n === 1n) count++
  expect(count).toBe(103)
})

test('hashes of texts of every length differ, and stay within 64 bits', () => {
  const seen = new Set<bigint>()
  for (let length = 0; length < 300; length++) {
    const hash = cityHash64('abcdefghij'.repeat(30).slice(0, length))
    expect(hash).toBe(BigInt.asUintN(64, hash))
    seen.add(hash)
  }
  expect(seen.size).toBe(300)
})

test('a path of one element hashes as the element, of more by folding', () => {
  expect(hashPath(['x'])).toBe(cityHash64('x'))
  expect(hashPath(['x', 'y'])).not.toBe(hashPath(['y', 'x']))
})

test('flipped hashes sort as the unsigned ones', () => {
  const hashes = ['x', 'y', 'ex1', 'ex2'].map(cityHash64)
  const byHash = [...hashes].sort((a, b) => (a < b ? -1 : 1))
  const byFlipped = [...hashes].sort((a, b) => (flipHash(a) < flipHash(b) ? -1 : 1))
  expect(byFlipped).toEqual(byHash)
})

test('the two words are those of the hash, whatever the length and the characters', () => {
  const words = new Uint32Array(4)
  const texts = ['', 'é', 'ééééééééé', 'a\u{1f600}', '\ud800']
  for (let length = 1; length < 80; length++) texts.push('0123456789abcdefé~'.repeat(5).slice(-length))
  for (let n = 0; n < 1000; n++) texts.push(String(n * 7_919_777))
  for (const text of texts) {
    cityHash64Into(text, words, 2)
    expect((BigInt(words[2]!) << 32n) | BigInt(words[3]!)).toBe(cityHash64(text))
  }
  // Not by way of the shortcut for short texts of ASCII: this one has 4 characters and 5 bytes.
  expect(cityHash64('résu')).not.toBe(cityHash64('resu'))
})
