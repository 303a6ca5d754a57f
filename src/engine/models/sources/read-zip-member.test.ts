import { createHash } from 'node:crypto'
import { crc32 as nodeCrc32 } from 'node:zlib'
import { zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { crc32 } from './crc32.ts'
import { md5 } from './md5.ts'
import { readZipMember, zipMemberNames } from './read-zip-member.ts'

const bytes = (size: number) => Uint8Array.from({ length: size }, (_, i) => (i * i) % 251)
const zip = zipSync({
  'a/graph.pb': bytes(100_000),
  'stored.bin': [bytes(77), { level: 0 }],
  'empty.txt': new Uint8Array(0),
})

/** The same archive with one number of its directory's first entry changed. */
function tampered(offset: number, value: number): Uint8Array {
  const copy = zip.slice()
  const view = new DataView(copy.buffer)
  for (let at = 0; at < copy.length - 4; at++)
    if (view.getUint32(at, true) === 0x02014b50) {
      view.setUint32(at + offset, value, true)
      return copy
    }
  throw new Error('no directory')
}

test('members come out as they went in, packed or stored', () => {
  expect(readZipMember(zip, 'a/graph.pb')).toEqual(bytes(100_000))
  expect(readZipMember(zip, 'stored.bin')).toEqual(bytes(77))
  expect(readZipMember(zip, 'empty.txt')).toEqual(new Uint8Array(0))
  expect(zipMemberNames(zip)).toEqual(['a/graph.pb', 'stored.bin', 'empty.txt'])
})

test('a member that is not there is answered with those that are', () => {
  expect(() => readZipMember(zip, 'graph.pb')).toThrow(
    'has no file "graph.pb"; it has a/graph.pb, stored.bin',
  )
})

test.each([
  ['no zip', bytes(100), /no directory/],
  ['a web page', new TextEncoder().encode(`<!doctype html>${' '.repeat(50)}`), /web page/],
  ['cut off', zip.slice(0, zip.length - 30), /no directory/],
  ['of another checksum', tampered(16, 1), /not what was packed/],
  ['of an absurd size', tampered(24, 500_000_000), /cannot be right/],
  ['over the limit', tampered(24, 4_000_000_000), /the limit is/],
  ['of a shorter size', tampered(24, 99_999), /not what was packed/],
  ['elsewhere', tampered(42, 12), /not where it should be/],
  ['packed past the end', tampered(20, 10_000_000), /goes past its end/],
])('an archive that is %s is refused', (_, archive, reason) => {
  expect(() => readZipMember(archive, 'a/graph.pb')).toThrow(reason)
})

test('digests are those of everybody else', () => {
  for (const size of [0, 1, 3, 55, 56, 63, 64, 65, 1000]) {
    const value = bytes(size)
    expect(md5(value)).toBe(createHash('md5').update(value).digest('hex'))
    expect(crc32(value)).toBe(nodeCrc32(value))
  }
})
