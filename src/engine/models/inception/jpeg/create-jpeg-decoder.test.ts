import { readdirSync } from 'node:fs'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { createArenas } from './arena.ts'
import { createJpegDecoder } from './create-jpeg-decoder.ts'

const decode = createJpegDecoder(createArenas())

/** Edges, slopes and noise of every colour. */
const painted = (width: number, height: number) =>
  sharp(
    Uint8Array.from({ length: width * height * 3 }, (_, i) => {
      const place = Math.floor(i / 3)
      const noise = (Math.imul(i, 2654435761) >>> 27) - 16
      return 128 + 111 * Math.sin((i % 3) + place * 0.07 * ((i % 3) + 1)) + noise
    }),
    { raw: { width, height, channels: 3 } },
  )

/** The largest difference from what libjpeg says, or undefined if it is not decoded here. */
async function farthest(bytes: Uint8Array): Promise<number | undefined> {
  const image = decode(bytes)
  if (!image) return undefined
  const { data } = await sharp(bytes, { ignoreIcc: true }).raw().toBuffer({ resolveWithObject: true })
  const own = image.rows(0, image.height).filter((_, i) => i % 4 !== 3)
  image.close()
  expect(own.length).toBe(data.length)
  return data.reduce((most, value, i) => Math.max(most, Math.abs(value - own[i]!)), 0)
}

test('photographs and painted pictures have the very bytes of libjpeg', async () => {
  const photos = readdirSync('public/samples/photos').filter((_, i) => i % 40 === 0)
  for (const name of photos) {
    const baseline = await sharp(`public/samples/photos/${name}`).jpeg({ quality: 80 }).toBuffer()
    expect(await farthest(baseline), name).toBe(0)
  }
  for (const quality of [1, 60, 100])
    for (const chromaSubsampling of ['4:2:0', '4:4:4'])
      for (const [width, height] of [
        [8, 8],
        [133, 77],
        [64, 65],
      ] as const) {
        const bytes = await painted(width, height).jpeg({ quality, chromaSubsampling }).toBuffer()
        expect(await farthest(bytes), `${quality} ${chromaSubsampling} ${width} x ${height}`).toBe(0)
      }
})

/** The marker `code` in `bytes`, and where its segment's body begins. */
const bodyOf = (bytes: Uint8Array, code: number): number => {
  for (let at = 2; at < bytes.length; at += 2 + ((bytes[at + 2]! << 8) | bytes[at + 3]!))
    if (bytes[at + 1] === code) return at + 4
  throw new Error('no such segment')
}

test('intervals between restart markers begin anew, and their number must be right', async () => {
  // Each interval is one unit of a picture of one colour: all have the data of a picture that is one unit.
  const [tall, unit] = await Promise.all(
    [64, 16].map((height) =>
      sharp({ create: { width: 16, height, channels: 3, background: '#305080' } })
        .jpeg({ optimiseCoding: false })
        .toBuffer(),
    ),
  )
  const header = bodyOf(tall!, 0xda) - 4
  const data = unit!.subarray(bodyOf(unit!, 0xda) + 10, unit!.length - 2)
  const build = (intervals: number) =>
    Buffer.concat([
      tall!.subarray(0, header),
      Uint8Array.of(0xff, 0xdd, 0, 4, 0, 1), // a restart after each unit
      tall!.subarray(header, header + 14),
      ...Array.from({ length: intervals }, (_, i) => [
        data,
        Uint8Array.of(0xff, i + 1 < intervals ? 0xd0 + i : 0xd9),
      ]).flat(),
    ])
  expect(await farthest(build(4))).toBe(0)
  expect(decode(build(3))).toBeUndefined()
})

test('what is damaged is refused or decoded, at once', async () => {
  const sound = await painted(96, 80).jpeg({ quality: 85 }).toBuffer()
  let refused = 0
  const start = performance.now()
  for (let seed = 0; seed < 600; seed++) {
    const bytes = new Uint8Array(sound)
    for (let change = 0; change < 1 + (seed % 3); change++)
      bytes[2 + ((Math.imul(seed * 31 + change * 977 + 7, 2654435761) >>> 0) % (bytes.length - 2))] =
        (seed * 89 + change) & 255
    const image = decode(bytes.subarray(0, seed % 5 === 0 ? bytes.length - (seed % 400) : bytes.length))
    if (!image) refused++
    image?.close()
  }
  expect(refused).toBeGreaterThan(120)
  expect((performance.now() - start) / 600).toBeLessThan(100)
})
