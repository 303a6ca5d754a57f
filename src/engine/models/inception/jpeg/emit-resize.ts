import { type Emit, I32, type Local, V128 } from '../../../../lib/wasm/assembler.ts'
import type { KernelFunction } from '../../../../lib/wasm/build-module.ts'

/** One row of a network's input from the two rows of pixels (four bytes each) around it: bilinear, then
 *  `(value - subtract) / divide`, in 32 bits throughout. Parameters: upper row, lower row, taps (where the left and the right
 *  pixel lie in a row, in bytes, and the share of the right one; 12 bytes each), their end, address of three numbers (share of
 *  the lower row, subtract, divide), result (three numbers a pixel, and one behind the last that is overwritten). */
export const emitResize = (name: string): KernelFunction => ({
  name,
  parameters: 6,
  emit: (f) => {
    const [upper, lower, taps, end, how, output] = [0, 1, 2, 3, 4, 5].map(f.parameter) as [
      ...[Local, Local, Local],
      ...[Local, Local, Local],
    ]
    const address = f.local(I32)
    const [share, left, top] = f.list(3, V128) as [Local, Local, Local]
    const get = (local: Local) => () => f.get(local)

    /** The row at this place between its left and its right pixel. */
    const across = (row: Local, into: Local): void => {
      f.set(address, () => f.add(get(row), () => f.loadInteger(taps)))
      f.set(left, () => f.loadBytesAsFloats(address))
      f.set(address, () => f.add(get(row), () => f.loadInteger(taps, 4)))
      f.set(into, () => between(get(left), () => f.loadBytesAsFloats(address), get(share)))
    }
    const between = (a: Emit, b: Emit, part: Emit): void =>
      f.addLanes(a, () => f.multiplyLanes(() => f.subtractLanes(b, a), part))

    f.repeatWhile(
      () => {
        f.set(share, () => f.loadSplat(taps, 8))
        across(upper, top)
        across(lower, left)
        f.set(top, () => between(get(top), get(left), () => f.loadSplat(how)))
        f.store(output, 0, () =>
          f.divideLanes(
            () => f.subtractLanes(get(top), () => f.loadSplat(how, 4)),
            () => f.loadSplat(how, 8),
          ),
        )
        f.advance(taps, 12)
        f.advance(output, 12)
      },
      () => f.isLess(get(taps), get(end)),
    )
  },
})
