import { expect, test } from 'vitest'
import type { DecodedImage } from '../decoded-image.ts'
import { fromPixels } from '../decoded-image.ts'
import { preprocess } from '../preprocess.ts'
import { createArenas } from './arena.ts'
import { fromPlanes, type Plane, type Planes } from './planar-image.ts'

/** Planes of the given samples, in an arena of their own. */
function imageOf(
  shape: Omit<Planes, 'y' | 'cb' | 'cr'>,
  samples: Record<'y' | 'cb' | 'cr', { stride: number; samples: number[] }>,
): DecodedImage {
  const { arena, close } = createArenas().open()!
  const put = ({ stride, samples: numbers }: { stride: number; samples: number[] }): Plane => {
    const offset = arena.take(numbers.length)
    new Uint8Array(arena.buffer()).set(numbers, offset)
    return { offset, stride }
  }
  const { y, cb, cr } = samples
  return fromPlanes(arena, { ...shape, y: put(y), cb: put(cb), cr: put(cr) }, close)
}

const plane = (stride: number, ...samples: number[]) => ({ stride, samples })
const numbers = (length: number, step: number) => Array.from({ length }, (_, i) => (i * step) % 256)

/** Without what stands in the place of an alpha channel. */
const colours = (pixels: ArrayLike<number>) => Array.from(pixels).filter((_, i) => i % 4 !== 3)

test('colour for every second pixel of a row is interpolated as libjpeg does', () => {
  const grey = new Array<number>(4).fill(100)
  const image = imageOf(
    { width: 4, height: 1, across: 2, down: 1 },
    { y: plane(4, ...grey), cb: plane(2, 128, 128), cr: plane(2, 128, 168) },
  )
  // Red differences 0, 10, 30, 40: (3 * 128 + 168 + 2) >> 2 is 138, (3 * 168 + 128 + 1) >> 2 is 158.
  const red = (difference: number) => 100 + Math.round(1.402 * difference)
  const pixels = colours(image.rows(0, 1))
  expect(pixels.filter((_, i) => i % 3 === 0)).toEqual([0, 10, 30, 40].map(red))
  expect(pixels.filter((_, i) => i % 3 === 2)).toEqual(grey)
})

test('rows are the same, one by one or several at once, and are kept between 0 and 255', () => {
  const image = imageOf(
    { width: 5, height: 5, across: 2, down: 2 },
    {
      y: plane(6, ...numbers(30, 37)),
      cb: plane(3, ...numbers(9, 91)),
      cr: plane(3, ...numbers(9, 113)),
    },
  )
  const all = colours(image.rows(0, 5))
  expect(all).toEqual([0, 1, 2, 3, 4].flatMap((row) => colours(image.rows(row, 1))))
  expect(Math.max(...all)).toBe(255)
  expect(Math.min(...all)).toBe(0)
})

test.each([
  [3, 2],
  [19, 31],
])(
  'its own way to the input of a network, %i x %i, has the same numbers as the common one',
  (width, height) => {
    const shape = { width: 13, height: 9, across: 1, down: 1 } as const
    const image = imageOf(shape, {
      y: plane(16, ...numbers(144, 37)),
      cb: plane(16, ...numbers(144, 91)),
      cr: plane(16, ...numbers(144, 113)),
    })
    const how = { width, height, subtract: 127.5, divide: 127.5, halfPixelCenters: true }
    const pixels = fromPixels({ ...shape, channels: 4, data: image.rows(0, 9) })
    expect(preprocess(image, how)).toEqual(preprocess(pixels, how))
  },
)
