import { readFileSync } from 'node:fs'
import sharp, { type Sharp } from 'sharp'
import { expect, test } from 'vitest'
import { decodeWithSharp } from '../../../server/inception/decode-with-sharp.ts'
import { decodeInput } from './decode-input.ts'
import { readImageHeader } from './read-image-header.ts'

const how = { width: 299, height: 299, subtract: 128, divide: 128, halfPixelCenters: false }
const noise = (width: number, height: number, channels: 3 | 4 = 3) =>
  sharp(
    Uint8Array.from({ length: width * height * channels }, (_, i) => (i * 7919) % 251),
    { raw: { width, height, channels } },
  )
const bytes = async (image: Sharp) => new Uint8Array(await image.toBuffer())

const encoders: [string, string, (image: Sharp) => Sharp][] = [
  ['baseline JPEG', 'jpeg', (image) => image.jpeg()],
  ['progressive JPEG', 'jpeg', (image) => image.jpeg({ progressive: true })],
  ['JPEG with EXIF', 'jpeg', (image) => image.withExif({ IFD0: { Copyright: 'x' } }).jpeg()],
  ['PNG', 'png', (image) => image.png()],
  ['GIF', 'gif', (image) => image.gif()],
  ['lossy WebP', 'webp', (image) => image.webp()],
  ['lossless WebP', 'webp', (image) => image.webp({ lossless: true })],
  ['extended WebP', 'webp', (image) => image.withExif({ IFD0: { Copyright: 'x' } }).webp()],
  ['AVIF', 'avif', (image) => image.avif()],
]

test.each(encoders)('reads the size of a %s, and sees that it is cut off', async (_, format, encode) => {
  const whole = await bytes(encode(noise(123, 45)))
  expect(readImageHeader(whole)).toEqual({ format, width: 123, height: 45 })
  if (format === 'avif') return // states no end; the decoder finds out
  expect(() => readImageHeader(whole.slice(0, whole.length * 0.6))).toThrow(/cut off|damaged/)
})

test('reads the size of a BMP, top-down too', () => {
  const bmp = new Uint8Array(58)
  bmp.set([0x42, 0x4d])
  const view = new DataView(bmp.buffer)
  view.setUint32(14, 40, true)
  view.setInt32(18, 3, true)
  view.setInt32(22, -2, true)
  expect(readImageHeader(bmp)).toEqual({ format: 'bmp', width: 3, height: 2 })
})

test.each([
  ['nothing', '', /empty \(0 bytes\)/],
  ['a web page', '\n<!DOCTYPE html><html>', /web page, not an image/],
  ['a drawing', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', /SVG drawing/],
  ['JSON', '{"error": "not found"}', /text \(JSON\)/],
  ['a document', '%PDF-1.7', /PDF document/],
  ['anything else', 'hello world, hello world', /not an image in a known format/],
])('says what %s is', (_, text, reason) => {
  expect(() => readImageHeader(new TextEncoder().encode(text))).toThrow(reason)
})

test('a few bytes cannot ask for gigabytes', async () => {
  const png = await bytes(noise(8, 8).png())
  new DataView(png.buffer).setUint32(16, 100_000)
  new DataView(png.buffer).setUint32(20, 100_000)
  const result = await decodeInput(() => Promise.reject(new Error('must not be called')), png, how, 'wasm')
  expect(result).toMatchObject({
    code: 'bad-image',
    message: expect.stringContaining('the limit is 64 megapixels'),
  })
})

test('every prefix and many mutations of a real photograph give pixels or a bad-image error', async () => {
  const photo = new Uint8Array(readFileSync('public/samples/photos/animal-bison.jpg'))
  let seed = 7
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff
    return (seed >> 8) % below
  }
  for (let i = 0; i < 300; i++) {
    const mutant = i % 3 === 0 ? photo.slice(0, random(photo.length)) : photo.slice()
    for (let n = 0; n < 5; n++)
      if (mutant.length > 0) mutant[random(Math.min(mutant.length, 2_000))] = random(256)
    const result = await decodeInput(decodeWithSharp, mutant, how, 'wasm')
    if (!(result instanceof Float32Array)) expect(result.code).toBe('bad-image')
  }
})

test('a photograph of 50 megapixels is decoded', async () => {
  const large = sharp({ create: { width: 8_000, height: 6_250, channels: 3, background: '#8040c0' } })
  const result = await decodeInput(decodeWithSharp, await bytes(large.jpeg()), how, 'wasm')
  expect(result).toBeInstanceOf(Float32Array)
  expect((result as Float32Array)[0]).toBeCloseTo(0, 1) // red 0x80
  expect((result as Float32Array)[1]).toBeCloseTo(-0.5, 1) // green 0x40
})

test('transparent pixels become white, and EXIF turns the image upright', async () => {
  const clear = sharp({
    create: { width: 4, height: 4, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0 } },
  })
  const white = (await decodeInput(decodeWithSharp, await bytes(clear.png()), how, 'wasm')) as Float32Array
  expect(white.every((value) => value === 127 / 128)).toBe(true)
  const sideways = await bytes(noise(40, 20).withMetadata({ orientation: 6 }).jpeg())
  expect(await decodeWithSharp(sideways)).toMatchObject({ width: 20, height: 40 })
})
