import { type FunctionBody, I32, type Local, V128 } from '../../../../lib/wasm/assembler.ts'
import type { KernelFunction } from '../../../../lib/wasm/build-module.ts'

/** Codes of up to so many features stand together, a byte each: rows of a chunk. */
export const CHUNK = 8
/** A bin: two 64-bit integers, the sums of first and second derivatives. */
export const BIN_BYTES = 16
/** The histogram of a feature whose codes are bytes. */
export const NARROW_BYTES = 256 * BIN_BYTES

const parametersOf = (f: FunctionBody): Local[] =>
  Array.from({ length: f.parameters }, (_, i) => f.parameter(i))

/** Repeats `body` and then moves `local` on, until it is at `end`. */
function eachUpTo(f: FunctionBody, local: Local, step: number, end: Local, body: () => void): void {
  f.repeatWhile(
    () => {
      body()
      f.advance(local, step)
    },
    () =>
      f.isLess(
        () => f.get(local),
        () => f.get(end),
      ),
  )
}

const product = (f: FunctionBody, base: Local, index: Local, shift: number) => () =>
  f.add(
    () => f.get(base),
    () => f.shiftLeft(() => f.get(index), shift),
  )

/** Adds the pairs of derivatives of the rows at [rows, end) to the histograms of the features of a chunk: all of them for
 *  one row before the next, so that no addition waits for the one before it. Whole numbers: exact in any order. */
export const emitFill = (features: number): KernelFunction => ({
  name: `fill${features}`,
  parameters: 5,
  emit: (f) => {
    const [rows, end, pairs, codes, bins] = parametersOf(f) as [Local, Local, Local, Local, Local]
    const [row, address, bin] = f.list(3, I32) as [Local, Local, Local]
    const pair = f.local(V128)
    eachUpTo(f, rows, 4, end, () => {
      f.set(row, () => f.loadInteger(rows))
      f.set(address, product(f, pairs, row, 3))
      f.set(pair, () => f.loadPair(address))
      f.set(address, product(f, codes, row, 3))
      for (let k = 0; k < features; k++) {
        f.set(bin, () =>
          f.add(
            () => f.get(bins),
            () => f.shiftLeft(() => f.loadByte(address, k), 4),
          ),
        )
        addPair(f, bin, k * NARROW_BYTES, pair)
      }
    })
  },
})

/** The same for one feature whose codes are of two bytes. */
export const emitFillWide = (): KernelFunction => ({
  name: 'fillWide',
  parameters: 5,
  emit: (f) => {
    const [rows, end, pairs, codes, bins] = parametersOf(f) as [Local, Local, Local, Local, Local]
    const [row, address, bin] = f.list(3, I32) as [Local, Local, Local]
    const pair = f.local(V128)
    eachUpTo(f, rows, 4, end, () => {
      f.set(row, () => f.loadInteger(rows))
      f.set(address, product(f, pairs, row, 3))
      f.set(pair, () => f.loadPair(address))
      f.set(address, product(f, codes, row, 1))
      f.set(address, () => f.loadShort(address))
      f.set(bin, product(f, bins, address, 4))
      addPair(f, bin, 0, pair)
    })
  },
})

function addPair(f: FunctionBody, bin: Local, offset: number, pair: Local): void {
  f.store(bin, offset, () =>
    f.addPairs(
      () => f.load(bin, offset),
      () => f.get(pair),
    ),
  )
}

/** `to[i] = a[i] + b[i]`, or `-`, for the bins at [to, end). */
export const emitCombine = (name: string, operation: 'addPairs' | 'subtractPairs'): KernelFunction => ({
  name,
  parameters: 4,
  emit: (f) => {
    const [to, end, a, b] = parametersOf(f) as [Local, Local, Local, Local]
    eachUpTo(f, to, BIN_BYTES, end, () => {
      f.store(to, 0, () =>
        f[operation](
          () => f.load(a),
          () => f.load(b),
        ),
      )
      f.advance(a, BIN_BYTES)
      f.advance(b, BIN_BYTES)
    })
  },
})

/** The bins at [bins, end) as 64-bit floats, both sums times their factor of the pair at `scales`. */
export const emitToNumbers = (): KernelFunction => ({
  name: 'toNumbers',
  parameters: 4,
  emit: (f) => {
    const [bins, end, to, scales] = parametersOf(f) as [Local, Local, Local, Local]
    const [bin, scale] = f.list(2, V128) as [Local, Local]
    f.set(scale, () => f.load(scales))
    eachUpTo(f, bins, BIN_BYTES, end, () => {
      f.set(bin, () => f.load(bins))
      f.store(to, 0, () =>
        f.multiplyDoubles(
          () => f.pairToDoubles(bin),
          () => f.get(scale),
        ),
      )
      f.advance(to, BIN_BYTES)
    })
  },
})

/** Brings the rows at [rows, end) into the order left, right, otherwise unchanged. `goesLeft` has a byte for each code, 1
 *  for those that go left. Writes the address where the right ones begin to `result`.
 *  @param shift how codes stand: a row's is at `codes + (row << shift)` */
export const emitPartition = (
  name: string,
  shift: number,
  code: 'loadByte' | 'loadShort',
): KernelFunction => ({
  name,
  parameters: 6,
  emit: (f) => {
    const [rows, end, codes, goesLeft, spare, result] = parametersOf(f) as Local[] as [
      Local,
      Local,
      Local,
      Local,
      Local,
      Local,
    ]
    const [left, right, row, address, isLeft] = f.list(5, I32) as [Local, Local, Local, Local, Local]
    f.set(left, () => f.get(rows))
    f.set(right, () => f.get(spare))
    eachUpTo(f, rows, 4, end, () => {
      f.set(row, () => f.loadInteger(rows))
      f.set(address, product(f, codes, row, shift))
      f.set(address, () =>
        f.add(
          () => f.get(goesLeft),
          () => f[code](address),
        ),
      )
      f.set(isLeft, () => f.shiftLeft(() => f.loadByte(address), 2))
      // Both are written and one counts: no branch to mispredict.
      f.storeInteger(left, 0, () => f.get(row))
      f.storeInteger(right, 0, () => f.get(row))
      f.advance(left, isLeft)
      f.set(right, () =>
        f.subtract(
          () =>
            f.add(
              () => f.get(right),
              () => f.integer(4),
            ),
          () => f.get(isLeft),
        ),
      )
    })
    f.storeInteger(result, 0, () => f.get(left))
    f.copyMemory(
      () => f.get(left),
      () => f.get(spare),
      () =>
        f.subtract(
          () => f.get(right),
          () => f.get(spare),
        ),
    )
  },
})
