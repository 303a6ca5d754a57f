import { describe, expect, it } from 'vitest'
import { parseHash, toHash } from '../router.ts'
import { createImageSources, imageType } from './image-sources.ts'
import { showValue } from './show-value.ts'
import { visibleRows } from './visible-rows.ts'

describe('showValue', () => {
  it('shows each kind of value as one line', () => {
    expect(showValue(null)).toBe('NULL')
    expect(showValue(2n ** 63n)).toBe('9223372036854775808')
    expect(showValue(new Uint8Array(1500))).toBe('blob of 1.5 kB')
    expect(showValue({ kind: 'timestamp', ms: 0 })).toBe('1970-01-01T00:00:00.000Z')
    expect(showValue({ kind: 'timestamp', ms: -Infinity })).toBe('-Infinity')
    expect(showValue({ kind: 'embedding', shape: [2], data: new Float32Array([1, 0.5]) })).toBe('[1, 0.5]')
    expect(showValue({ kind: 'embedding', shape: [2000], data: new Float32Array(2000) })).toContain(
      '2,000 in all',
    )
    expect(showValue({ kind: 'row', columns: [[['a', 'b.c'], 1]] })).toBe('{a."b.c": 1}')
    expect(showValue('x'.repeat(1000))).toHaveLength(301)
  })
})

describe('visibleRows', () => {
  it('draws what is in sight and keeps the height of the rest', () => {
    const { first, last, before, after } = visibleRows({
      top: 44_000,
      height: 440,
      rowHeight: 44,
      total: 100_000,
    })
    expect([first, last]).toEqual([992, 1018])
    expect(before + after + (last - first) * 44).toBe(100_000 * 44)
  })

  it('holds at both ends and for nothing', () => {
    expect(visibleRows({ top: 0, height: 440, rowHeight: 44, total: 3 })).toEqual({
      first: 0,
      last: 3,
      before: 0,
      after: 0,
    })
    expect(visibleRows({ top: 900, height: 440, rowHeight: 44, total: 0 })).toEqual({
      first: 0,
      last: 0,
      before: 0,
      after: 0,
    })
  })
})

describe('addresses of views', () => {
  it('come back as they went, whatever they hold', () => {
    const route = { panel: 'data', rest: ['datasets', 'a/b ü'], parameters: { q: "SELECT '#?&'" } }
    expect(parseHash(toHash(route))).toEqual(route)
    expect(parseHash('')).toEqual({ panel: '', rest: [], parameters: {} })
    expect(parseHash('#/%E0%A4%A').panel).toBe('%E0%A4%A')
  })
})

describe('image sources', () => {
  it('read a file once, and again after a failure', async () => {
    let reads = 0
    const sources = createImageSources(async () => {
      if (++reads === 1) throw new Error('gone')
      return new Uint8Array([1])
    })
    await expect(sources.get('file:///a.jpg')).rejects.toThrow('gone')
    const [one, two] = await Promise.all([sources.get('file:///a.jpg'), sources.get('file:///a.jpg')])
    expect(one).toBe(two)
    expect(reads).toBe(2)
  })

  it('know pictures by their names', () => {
    expect(imageType('a/b.JPG')).toBe('image/jpeg')
    expect(imageType('.DS_Store')).toBeUndefined()
    expect(imageType('noext')).toBeUndefined()
  })
})
