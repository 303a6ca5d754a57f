import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
import { expect, test } from 'vitest'
import type { Preprocessing } from '../../../contract/inception.ts'
import { fromPixels } from './decoded-image.ts'
import { preprocess } from './preprocess.ts'
import { resizeTaps } from './resize-taps.ts'

/** A network's input without its scaling of values, so that pixels can be read off. */
const plain = (width: number, height: number, halfPixelCenters = false): Preprocessing => ({
  width,
  height,
  subtract: 0,
  divide: 1,
  halfPixelCenters,
})

/** A grey image of one row. */
const row = (...values: number[]) =>
  fromPixels({
    width: values.length,
    height: 1,
    channels: 3,
    data: Uint8Array.from(values.flatMap((v) => [v, v, v])),
  })

const firstChannel = (pixels: Float32Array) => Array.from(pixels).filter((_, i) => i % 3 === 0)

test('2 to 4 pixels: positions 0, 0.5, 1, 1.5, the last clamped to the edge', () => {
  expect(firstChannel(preprocess(row(0, 100), plain(4, 1)))).toEqual([0, 50, 100, 100])
})

test('4 to 2 pixels: positions 0 and 2, nothing between is seen', () => {
  expect(firstChannel(preprocess(row(10, 99, 30, 99), plain(2, 1)))).toEqual([10, 30])
})

test('3 to 2 pixels: positions 0 and 1.5', () => {
  expect(firstChannel(preprocess(row(10, 20, 40), plain(2, 1)))).toEqual([10, 30])
})

test('with half-pixel centres 4 to 2 pixels are averages of two', () => {
  expect(firstChannel(preprocess(row(10, 20, 30, 50), plain(2, 1, true)))).toEqual([15, 40])
})

test('values are (pixel - 128) / 128 where the network wants that', () => {
  const how = { ...plain(3, 1), subtract: 128, divide: 128 }
  expect(firstChannel(preprocess(row(0, 128, 255), how))).toEqual([-1, 0, 127 / 128])
})

test('columns, rows and channels stay apart', () => {
  const image = fromPixels({
    width: 2,
    height: 2,
    channels: 4,
    data: Uint8Array.from([1, 2, 3, 255, 4, 5, 6, 255, 7, 8, 9, 255, 10, 11, 12, 255]),
  })
  expect(Array.from(preprocess(image, plain(2, 2)))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
})

test.each([
  [320, 213, false],
  [1500, 1001, false],
  [64, 77, false],
  [299, 299, false],
  [641, 480, true],
])('%d x %d agrees with tf.image.resizeBilinear (half-pixel centres: %s)', async (width, height, half) => {
  let seed = 1
  const data = Uint8Array.from({ length: width * height * 3 }, () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff
    return seed >> 16
  })
  await tf.setBackend('cpu')
  const expected = tf.tidy(() =>
    tf.image.resizeBilinear(tf.tensor3d(data, [height, width, 3]), [299, 299], false, half).dataSync(),
  )
  const actual = preprocess(fromPixels({ width, height, channels: 3, data }), plain(299, 299, half))
  const largest = actual.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0)
  // tfjs computes positions in double precision; in float32 one near 1,500 is off by up to 1.2e-4 of a step of 255.
  expect(largest).toBeLessThan(0.04)
})

test('no position lies outside the image, whatever the sizes', () => {
  for (let size = 1; size < 2_000; size += 7) {
    const { low, high, share } = resizeTaps(size, 299, { halfPixelCenters: false })
    expect(Math.max(...high)).toBeLessThan(size)
    expect(Math.min(...low)).toBe(0)
    expect(share.every((s) => s >= 0 && s < 1)).toBe(true)
  }
})
