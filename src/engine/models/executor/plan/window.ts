import type { Window } from './plan.ts'

interface WindowSize {
  height: number
  width: number
  strideY: number
  strideX: number
  dilationY?: number
  dilationX?: number
}

/** TensorFlow's windows: SAME has `ceil(size / stride)` results, with what is missing at the end one larger than at
 *  the start; VALID has only whole windows. https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2
 *  @throws RangeError if not one window fits */
export function placeWindow(
  input: { height: number; width: number },
  size: WindowSize,
  padding: 'SAME' | 'VALID',
): { window: Window; height: number; width: number } {
  const { dilationY = 1, dilationX = 1 } = size
  const y = placeAxis(input.height, (size.height - 1) * dilationY + 1, size.strideY, padding)
  const x = placeAxis(input.width, (size.width - 1) * dilationX + 1, size.strideX, padding)
  return {
    window: { ...size, dilationY, dilationX, top: y.before, left: x.before },
    height: y.count,
    width: x.count,
  }
}

function placeAxis(
  size: number,
  reach: number,
  stride: number,
  padding: 'SAME' | 'VALID',
): { count: number; before: number } {
  const count = padding === 'SAME' ? Math.ceil(size / stride) : Math.floor((size - reach) / stride) + 1
  if (count < 1) throw new RangeError(`a window of ${reach} does not fit in ${size} positions`)
  const missing = padding === 'SAME' ? Math.max(0, (count - 1) * stride + reach - size) : 0
  return { count, before: missing >> 1 }
}
