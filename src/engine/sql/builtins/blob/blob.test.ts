import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Value } from '../../../../contract/values.ts'
import { valueToJson } from '../../values/value-to-json.ts'
import { builtins } from '../index.ts'
import { callScalar } from '../shared/call-builtin.ts'

const call = (name: string, ...args: Value[]): unknown => valueToJson(callScalar(builtins, name, ...args))
const bytes = (...list: number[]): Uint8Array => Uint8Array.from(list)

test('base 64 both ways', () => {
  const all = Uint8Array.from({ length: 100_000 }, (_, i) => i % 256)
  const text = callScalar(builtins, 'base64_encode', all) as string
  expect(text).toBe(Buffer.from(all).toString('base64'))
  expect(callScalar(builtins, 'base64_decode', text)).toEqual(all)
  expect(call('base64_encode', 'é')).toBe('w6k=')
  expect(() => call('base64_decode', '*')).toThrow('no base 64')
})

test('length in bytes', () => {
  expect(call('blob_length', bytes(1, 2, 3))).toBe(3)
  expect(call('blob_length', 'é')).toBe(2)
  expect(call('blob_length', null)).toBe(null)
})

test.each<[Value, string]>([
  [bytes(), 'inode/x-empty'],
  ['GIF89a', 'image/gif'],
  [bytes(0x50, 0x4b, 3, 4, 0), 'application/zip'],
  [bytes(0x1f, 0x8b, 8), 'application/gzip'],
  [bytes(0, 1, 2), 'application/octet-stream'],
  ['plain', 'text/plain'],
  [' <!DOCTYPE html><html>', 'text/html'],
  ['<?xml version="1.0"?><a/>', 'text/xml'],
  ['{"a": [1]}', 'application/json'],
  ['{not json}', 'text/plain'],
  ['<svg xmlns="x"/>', 'image/svg+xml'],
  ['é'.repeat(5000), 'text/plain'],
])('mime_type, case %#', (value, expected) => expect(call('mime_type', value)).toBe(expected))

const samples = new URL('../../../../../public/samples/', import.meta.url)

test('the sample photographs are JPEG, and their Exif data are read without complaint', () => {
  const files = readdirSync(samples, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.jpg'),
  )
  expect(files.length, 'photographs in public/samples').toBeGreaterThan(100)
  for (const name of files) {
    const file = new Uint8Array(readFileSync(new URL(name, samples)))
    expect(call('mime_type', file)).toBe('image/jpeg')
    expect(call('parse_exif', file)).toBeTypeOf('object')
  }
})

/** A TIFF of one directory: tag, type, count, value (4 bytes). */
const tiff = (entries: readonly (readonly [tag: number, type: number, count: number, value: number[]])[]) =>
  bytes(
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, entries.length],
    ...entries.flatMap(([tag, type, count, value]) => [
      tag >> 8,
      tag & 255,
      0,
      type,
      0,
      0,
      0,
      count,
      ...value,
    ]),
    ...[0, 0, 0, 0],
  )

test('Exif data in TIFF and JPEG', () => {
  const file = tiff([
    [0x010f, 2, 3, [0x4d, 0x65, 0, 0]],
    [0x0112, 3, 1, [0, 6, 0, 0]],
    [0x9999, 3, 1, [0, 6, 0, 0]],
  ])
  expect(call('parse_exif', file)).toEqual({ Make: 'Me', Orientation: 6 })
  const segment = [0xff, 0xe1, 0, 8 + file.length, 0x45, 0x78, 0x69, 0x66, 0, 0, ...file]
  expect(call('parse_exif', bytes(0xff, 0xd8, ...segment, 0xff, 0xda))).toEqual({
    Make: 'Me',
    Orientation: 6,
  })
  expect(call('parse_exif', 'no picture')).toEqual({})
})

test('damaged Exif data never fail: every cut and every changed byte', () => {
  const file = tiff([
    [0x8769, 4, 1, [0, 0, 0, 8]],
    [0x010f, 2, 9, [0, 0, 0, 9]],
    [0x011a, 5, 1, [0, 0, 0, 8]],
  ])
  for (let i = 0; i < file.length; i++) {
    expect(call('parse_exif', file.slice(0, i))).toBeTypeOf('object')
    for (const value of [0, 1, 0x7f, 0xff]) {
      const changed = file.slice()
      changed[i] = value
      expect(call('parse_exif', changed)).toBeTypeOf('object')
    }
  }
})

test('base 64 of texts short and long is that of their bytes', () => {
  for (const text of ['', 'a', 'ab', 'abc', 'abcd', '\x7f\0~', 'é', 'abé', 'x'.repeat(64), 'x'.repeat(65)]) {
    expect(call('base64_encode', text)).toBe(Buffer.from(text).toString('base64'))
  }
})
