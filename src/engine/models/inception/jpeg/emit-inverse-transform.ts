import { type Emit, type FunctionBody, I32, type Local, V128 } from '../../../../lib/wasm/assembler.ts'
import type { KernelFunction } from '../../../../lib/wasm/build-module.ts'

/** Bits of the factors behind the point, and of what is kept between the two passes. */
const [FACTOR_BITS, PASS_BITS] = [13, 2]
const SHIFTS = [FACTOR_BITS - PASS_BITS, FACTOR_BITS + PASS_BITS + 3] as const

const fixed = (value: number): number => Math.round(value * (1 << FACTOR_BITS))

/** Numbers that the kernel reads from memory, each in four lanes. */
const CONSTANTS = {
  c541: fixed(0.5411961),
  c765: fixed(0.765366865),
  c1847: fixed(1.847759065),
  c1175: fixed(1.175875602),
  c298: fixed(0.298631336),
  c2053: fixed(2.053119869),
  c3072: fixed(3.072711026),
  c1501: fixed(1.50132111),
  c899: fixed(0.899976223),
  c2562: fixed(2.562915447),
  c1961: fixed(1.96157056),
  c390: fixed(0.390180644),
  // To round by, and in the second pass the middle of the samples' range.
  round0: 1 << (SHIFTS[0] - 1),
  round1: (1 << (SHIFTS[1] - 1)) + (128 << SHIFTS[1]),
  flat: 4 + (128 << 3),
  /** All but the first lane. */
  mask: -1,
}
type Constant = keyof typeof CONSTANTS
const NAMES = Object.keys(CONSTANTS) as Constant[]

/** What must lie at the address `constants`. */
export const TRANSFORM_CONSTANTS = Int32Array.from(
  NAMES.flatMap((name) => [name === 'mask' ? 0 : CONSTANTS[name], ...Array<number>(3).fill(CONSTANTS[name])]),
)

/** The inverse cosine transform of blocks that lie side by side, by the whole-number arithmetic of libjpeg's jidctint.c
 *  (Loeffler, Ligtenberg and Moschytz 1989, "Practical fast 1-D DCT algorithms with 11 multiplications"), so that the
 *  samples are the same. Parameters: coefficients (64 each, 32 bits, multiplied by their factors; zeros are left there),
 *  their end, the first sample, bytes from one row of samples to the next, the constants. */
export const emitInverseTransform = (name: string): KernelFunction => ({
  name,
  parameters: 5,
  emit: (f) => {
    const [block, end, output, stride, constants] = Array.from({ length: 5 }, (_, i) => f.parameter(i)) as [
      Local,
      Local,
      Local,
      Local,
      Local,
    ]
    const rows = f.list(16, V128)
    const columns = f.list(16, V128)
    const scratch = f.list(SCRATCH, V128)
    const [zero, flat] = f.list(2, V128) as [Local, Local]
    const line = f.local(I32)
    const constant = (which: Constant) => () => f.load(constants, 16 * NAMES.indexOf(which))
    const get = (local: Local) => () => f.get(local)

    /** Eight bytes of each row. */
    const storeRows = (half: (y: number) => 0 | 1, row: (y: number) => Local): void => {
      f.set(line, get(output))
      for (let y = 0; y < 8; y++) {
        f.storeHalf(line, 0, half(y), get(row(y)))
        if (y < 7) f.advance(line, stride)
      }
    }

    const computeAll = (): void => {
      for (let i = 0; i < 16; i++) f.store(block, 16 * i, get(zero))
      // rows[2 * y + half] has four columns of row y, columns[8 * half + x] four rows of column x.
      for (const half of [0, 1])
        transform(
          f,
          rows.filter((_, i) => i % 2 === half),
          scratch,
          constant,
          0,
        )
      for (const [down, across] of QUADRANTS)
        transpose(
          f,
          QUARTER.map((i) => rows[2 * (4 * down + i) + across]!),
          QUARTER.map((i) => columns[8 * down + 4 * across + i]!),
          scratch,
        )
      for (const half of [0, 1]) transform(f, columns.slice(8 * half, 8 * half + 8), scratch, constant, 1)
      narrow(f, columns, rows)
      storeRows(
        (y) => (y & 1) as 0 | 1,
        (y) => rows[y >> 1]!,
      )
    }

    /** All samples are the same: what the two passes make of the first coefficient alone. */
    const computeFlat = (): void => {
      f.store(block, 0, get(zero))
      f.set(flat, () => f.pickLanes(get(rows[0]!), get(rows[0]!), [0, 0, 0, 0]))
      f.set(flat, () => f.shiftIntegersRight(() => f.addIntegers(get(flat), constant('flat')), 3))
      const shorts = () => f.narrowToShorts(get(flat), get(flat))
      f.set(flat, () => f.narrowToBytes(shorts, shorts))
      storeRows(
        () => 0,
        () => flat,
      )
    }

    f.repeatWhile(
      () => {
        for (const [i, row] of rows.entries()) f.set(row, () => f.load(block, 16 * i))
        const allButFirst: Emit = () => f.bitsAnd(get(rows[0]!), constant('mask'))
        const others = rows.slice(1).reduce((all, row) => () => f.bitsOr(all, get(row)), allButFirst)
        f.when(() => f.isAnySet(others), computeAll, computeFlat)
        f.advance(block, 256)
        f.advance(output, 8)
      },
      () => f.isLess(get(block), get(end)),
    )
  },
})

const QUADRANTS = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const
const QUARTER = [0, 1, 2, 3]
const SCRATCH = 12

/** Eight numbers of a row or column, four rows or columns at a time, in place. */
function transform(
  f: FunctionBody,
  x: readonly Local[],
  scratch: readonly Local[],
  constant: (which: Constant) => Emit,
  pass: 0 | 1,
): void {
  const [z1, z2, z3, z4, e0, e1, e2, e3, o0, o1, o2, o3] = scratch as Locals12
  const at = (i: number) => () => f.get(x[i]!)
  const get = (local: Local) => () => f.get(local)
  const plus = (a: Emit, b: Emit) => () => f.addIntegers(a, b)
  const minus = (a: Emit, b: Emit) => () => f.subtractIntegers(a, b)
  const times = (a: Emit, which: Constant) => () => f.multiplyIntegers(a, constant(which))
  const round = constant(pass === 0 ? 'round0' : 'round1')
  const whole = (value: Emit) => plus(() => f.shiftIntegersLeft(value, FACTOR_BITS), round)

  f.set(z1, times(plus(at(2), at(6)), 'c541'))
  f.set(z2, minus(get(z1), times(at(6), 'c1847')))
  f.set(z3, plus(get(z1), times(at(2), 'c765')))
  f.set(z1, whole(plus(at(0), at(4))))
  f.set(z4, whole(minus(at(0), at(4))))
  f.set(e0, plus(get(z1), get(z3)))
  f.set(e3, minus(get(z1), get(z3)))
  f.set(e1, plus(get(z4), get(z2)))
  f.set(e2, minus(get(z4), get(z2)))

  f.set(z3, plus(at(7), at(3)))
  f.set(z4, plus(at(5), at(1)))
  f.set(z1, times(plus(get(z3), get(z4)), 'c1175'))
  f.set(z3, minus(get(z1), times(get(z3), 'c1961')))
  f.set(z4, minus(get(z1), times(get(z4), 'c390')))
  f.set(z1, times(plus(at(7), at(1)), 'c899'))
  f.set(z2, times(plus(at(5), at(3)), 'c2562'))
  f.set(o0, plus(minus(times(at(7), 'c298'), get(z1)), get(z3)))
  f.set(o1, plus(minus(times(at(5), 'c2053'), get(z2)), get(z4)))
  f.set(o2, plus(minus(times(at(3), 'c3072'), get(z2)), get(z3)))
  f.set(o3, plus(minus(times(at(1), 'c1501'), get(z1)), get(z4)))

  for (const [i, [even, odd]] of [
    [e0, o3],
    [e1, o2],
    [e2, o1],
    [e3, o0],
  ].entries() as Iterable<[number, [Local, Local]]>) {
    f.set(x[i]!, () => f.shiftIntegersRight(plus(get(even), get(odd)), SHIFTS[pass]))
    f.set(x[7 - i]!, () => f.shiftIntegersRight(minus(get(even), get(odd)), SHIFTS[pass]))
  }
}

/** Four rows of four as four columns. */
function transpose(
  f: FunctionBody,
  from: readonly Local[],
  to: readonly Local[],
  scratch: readonly Local[],
): void {
  const pick = (into: Local, a: Local, b: Local, lanes: [number, number, number, number]) =>
    f.set(into, () =>
      f.pickLanes(
        () => f.get(a),
        () => f.get(b),
        lanes,
      ),
    )
  const [a, b, c, d] = from as Locals4
  const [ab, AB, cd, CD] = scratch as Locals4
  pick(ab, a, b, [0, 4, 1, 5])
  pick(AB, a, b, [2, 6, 3, 7])
  pick(cd, c, d, [0, 4, 1, 5])
  pick(CD, c, d, [2, 6, 3, 7])
  pick(to[0]!, ab, cd, [0, 1, 4, 5])
  pick(to[1]!, ab, cd, [2, 3, 6, 7])
  pick(to[2]!, AB, CD, [0, 1, 4, 5])
  pick(to[3]!, AB, CD, [2, 3, 6, 7])
}

/** Columns of numbers (see computeAll) as bytes: two rows of eight in each of `rows[0]` to `rows[3]`. */
function narrow(f: FunctionBody, columns: readonly Local[], rows: readonly Local[]): void {
  const shorts = (x: number) => () =>
    f.narrowToShorts(
      () => f.get(columns[x]!),
      () => f.get(columns[8 + x]!),
    )
  const pick = (into: Local, a: Local, b: Local, bytes: readonly number[]) =>
    f.set(into, () =>
      f.pickBytes(
        () => f.get(a),
        () => f.get(b),
        bytes,
      ),
    )
  const [pairs, fours] = [rows.slice(4, 8), rows.slice(8, 12)]
  for (const [i, pair] of pairs.entries()) {
    f.set(pair, () => f.narrowToBytes(shorts(2 * i), shorts(2 * i + 1)))
    pick(pair, pair, pair, interleaved(1, 8))
  }
  // Each of `pairs` has two columns of all rows, row after row; each of `fours` four columns of four rows.
  for (const half of [0, 1]) {
    const [left, right] = [pairs[2 * half]!, pairs[2 * half + 1]!]
    pick(fours[2 * half]!, left, right, interleaved(2, 16, 0))
    pick(fours[2 * half + 1]!, left, right, interleaved(2, 16, 8))
  }
  for (const half of [0, 1]) {
    const [left, right] = [fours[half]!, fours[2 + half]!]
    pick(rows[2 * half]!, left, right, interleaved(4, 16, 0))
    pick(rows[2 * half + 1]!, left, right, interleaved(4, 16, 8))
  }
}

/** Numbers of bytes that take `size` bytes by turns from `start` and from `apart` behind it. */
const interleaved = (size: number, apart: number, start = 0): number[] =>
  Array.from({ length: 16 }, (_, i) => {
    const turn = Math.floor(i / size)
    return start + Math.floor(turn / 2) * size + (turn % 2) * apart + (i % size)
  })

type Locals4 = [Local, Local, Local, Local]
type Locals12 = [...Locals4, ...Locals4, ...Locals4]
