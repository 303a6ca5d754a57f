import { type Emit, type FunctionBody, type Local, V128 } from '../../../../lib/wasm/assembler.ts'
import type { KernelFunction } from '../../../../lib/wasm/build-module.ts'

/** Factors of the two differences of colour, 16 bits behind the point: what is left of libjpeg's (jdcolor.c) once whole
 *  parts are added by themselves: red is `y + cr + 0.402 cr`, green `y - cr + ...`, blue `y + 2 cb - 0.228 cb`. */
const FACTORS = { red: [0, 91_881 - 65_536], green: [-22_554, 65_536 - 46_802], blue: [116_130 - 131_072, 0] }

/** What must lie at the address `constants` of `colours`, after one another: the factors, 32 768 (to round by), 128, 8, 7, 1
 *  and 2 in all lanes. */
export const COLOUR_CONSTANTS = Int16Array.from(
  [
    ...Object.values(FACTORS).flatMap((pair) => Array<number[]>(4).fill(pair)),
    // 32 768 as one number of 32 bits.
    ...Array<number[]>(4).fill([-32_768, 0]),
    ...[128, 8, 7, 1, 2].map((value) => Array<number>(8).fill(value)),
  ].flat(),
)
const AT = { red: 0, green: 16, blue: 32, round: 48, middle: 64, eight: 80, seven: 96, one: 112, two: 128 }

/** Samples of colour as numbers of 16 bits: of one row, or three parts of the nearer row and one of the other. Parameters:
 *  nearer row, its end, other row, result. Eight at a time. */
export const emitBlend = (name: string, rows: 1 | 2): KernelFunction => ({
  name,
  parameters: 4,
  emit: (f) => {
    const [near, end, far, output] = [0, 1, 2, 3].map(f.parameter) as [Local, Local, Local, Local]
    const sample = f.local(V128)
    f.repeatWhile(
      () => {
        f.set(sample, () => f.loadBytesAsShorts(near))
        f.store(output, 0, () =>
          rows === 1 ? f.get(sample) : f.addShorts(thrice(f, sample), () => f.loadBytesAsShorts(far)),
        )
        for (const [local, by] of [
          [near, 8],
          [far, 8],
          [output, 16],
        ] as const)
          f.advance(local, by)
      },
      () =>
        f.isLess(
          () => f.get(near),
          () => f.get(end),
        ),
    )
  },
})

/** Pixels of a row, four bytes each (red, green, blue, 255 or less), by the whole-number arithmetic of libjpeg. Parameters:
 *  brightness, its end, blue and red differences as `emitBlend` leaves them, result, constants. Sixteen at a time.
 *  @param across pixels for one sample: 2 are three parts of it, one of its neighbour on that side ("fancy upsampling",
 *    jdsample.c); rounded down on one side and up on the other, so that no brightness is gained
 *  @param rows that were summed up in a sample */
export const emitColours = (name: string, across: 1 | 2, rows: 1 | 2): KernelFunction => ({
  name,
  parameters: 6,
  emit: (f) => {
    const [light, end, blues, reds, output, constants] = [0, 1, 2, 3, 4, 5].map(f.parameter) as [
      ...[Local, Local, Local, Local],
      ...[Local, Local],
    ]
    const constant = (at: number) => () => f.load(constants, at)
    const get = (local: Local) => () => f.get(local)
    const [sample, even, odd] = f.list(3, V128) as [Local, Local, Local]
    const cb = f.list(2, V128)
    const cr = f.list(2, V128)
    const [y, red, green, blue, pairLow, pairHigh] = f.list(6, V128) as [...Four, Local, Local]

    /** Sixteen differences of colour around 0. */
    const read = (from: Local, into: readonly Local[]): void => {
      if (across === 1) {
        for (const half of [0, 1])
          f.set(into[half]!, () => f.subtractShorts(() => f.load(from, 16 * half), constant(AT.middle)))
        return
      }
      f.set(sample, () => f.load(from, 2))
      const side = (at: number, rounding: number) => () =>
        f.subtractShorts(
          () =>
            f.shiftShortsRight(
              () =>
                f.addShorts(() => f.addShorts(thrice(f, sample), () => f.load(from, at)), constant(rounding)),
              rows === 2 ? 4 : 2,
            ),
          constant(AT.middle),
        )
      f.set(even, side(0, rows === 2 ? AT.eight : AT.one))
      f.set(odd, side(4, rows === 2 ? AT.seven : AT.two))
      f.set(into[0]!, () => f.pickBytes(get(even), get(odd), INTERLEAVE_LOW))
      f.set(into[1]!, () => f.pickBytes(get(even), get(odd), INTERLEAVE_HIGH))
    }

    /** `factors` times the differences, rounded. */
    const part = (factors: number) => (): void => {
      const half = (pair: Local) => () =>
        f.shiftIntegersRight(
          () => f.addIntegers(() => f.dotShorts(get(pair), constant(factors)), constant(AT.round)),
          16,
        )
      f.narrowToShorts(half(pairLow), half(pairHigh))
    }

    f.repeatWhile(
      () => {
        read(blues, cb)
        read(reds, cr)
        for (const half of [0, 1]) {
          const [b, r] = [get(cb[half]!), get(cr[half]!)]
          f.set(y, () => f.loadBytesAsShorts(light, 8 * half))
          f.set(pairLow, () => f.pickBytes(b, r, INTERLEAVE_LOW))
          f.set(pairHigh, () => f.pickBytes(b, r, INTERLEAVE_HIGH))
          f.set(red, () => f.addShorts(() => f.addShorts(get(y), r), part(AT.red)))
          f.set(green, () => f.addShorts(() => f.subtractShorts(get(y), r), part(AT.green)))
          f.set(blue, () => f.addShorts(() => f.addShorts(get(y), () => f.addShorts(b, b)), part(AT.blue)))
          f.set(red, () => f.narrowToBytes(get(red), get(green)))
          f.set(blue, () => f.narrowToBytes(get(blue), get(y)))
          // red and green by turns, blue and brightness by turns, then both pairs by turns
          f.set(red, () => f.pickBytes(get(red), get(red), BYTES_BY_TURNS))
          f.set(blue, () => f.pickBytes(get(blue), get(blue), BYTES_BY_TURNS))
          f.store(output, 32 * half, () => f.pickBytes(get(red), get(blue), INTERLEAVE_LOW))
          f.store(output, 32 * half + 16, () => f.pickBytes(get(red), get(blue), INTERLEAVE_HIGH))
        }
        f.advance(light, 16)
        f.advance(blues, 32 / across)
        f.advance(reds, 32 / across)
        f.advance(output, 64)
      },
      () => f.isLess(get(light), get(end)),
    )
  },
})

type Four = [Local, Local, Local, Local]

const thrice = (f: FunctionBody, value: Local): Emit => {
  const get = () => f.get(value)
  return () => f.addShorts(get, () => f.addShorts(get, get))
}

/** The first, or the last, four numbers of 16 bits of two vectors by turns. */
const interleaved = (start: number): number[] =>
  [0, 1, 2, 3].flatMap((i) => [0, 1, 16, 17].map((byte) => start + 2 * i + byte))
const INTERLEAVE_LOW = interleaved(0)
const INTERLEAVE_HIGH = interleaved(8)
const BYTES_BY_TURNS = Array.from({ length: 8 }, (_, i) => [i, i + 8]).flat()
