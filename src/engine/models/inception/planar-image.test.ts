import { expect, test } from 'vitest'
import { fromPlanes } from './planar-image.ts'

const plane = (stride: number, ...samples: number[]) => ({
  data: Uint8Array.from(samples),
  offset: 0,
  stride,
})

test('colour for every second pixel of a row is interpolated as libjpeg does', () => {
  const grey = new Array<number>(4).fill(100)
  const image = fromPlanes(
    {
      width: 4,
      height: 1,
      across: 2,
      down: 1,
      y: plane(4, ...grey),
      cb: plane(2, 128, 128),
      cr: plane(2, 128, 168),
    },
    () => {},
  )
  // Red differences 0, 10, 30, 40: (3 * 128 + 168 + 2) >> 2 is 138, (3 * 168 + 128 + 1) >> 2 is 158.
  const red = (difference: number) => 100 + Math.round(1.402 * difference)
  const pixels = Array.from(image.rows(0, 1))
  expect(pixels.filter((_, i) => i % 3 === 0)).toEqual([0, 10, 30, 40].map(red))
  expect(pixels.filter((_, i) => i % 3 === 2)).toEqual(grey)
})

test('rows are the same, one by one or several at once, and are kept between 0 and 255', () => {
  const numbers = (length: number, step: number) => Array.from({ length }, (_, i) => (i * step) % 256)
  const image = fromPlanes(
    {
      width: 5,
      height: 5,
      across: 2,
      down: 2,
      y: plane(6, ...numbers(30, 37)),
      cb: plane(3, ...numbers(9, 91)),
      cr: plane(3, ...numbers(9, 113)),
    },
    () => {},
  )
  const all = Array.from(image.rows(0, 5))
  expect(all).toEqual([0, 1, 2, 3, 4].flatMap((row) => Array.from(image.rows(row, 1))))
  expect(Math.max(...all)).toBe(255)
  expect(Math.min(...all)).toBe(0)
})
