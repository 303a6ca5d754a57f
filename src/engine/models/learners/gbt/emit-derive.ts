import { type FunctionBody, type Local, V128 } from '../../../../lib/wasm/assembler.ts'
import type { KernelFunction } from '../../../../lib/wasm/build-module.ts'

/** Cephes' expf (Moshier 1992): polynomial for [-ln(2)/2, ln(2)/2], and ln(2) in two parts. */
const EXP = [
  1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
]
const LN2_HIGH = 0.693359375
const LN2_LOW = -2.1219444e-4

/** Quantised derivatives of the logistic loss, four rows at a time, for the log-odds at [sums, end): first w (p - y),
 *  second w p (1 - p), times the two factors at `scales` (4 equal floats each), as pairs of integers. The second is at
 *  least 1, so that a row that is certain still counts as a row.
 *  @param truths y and @param weights w, as floats */
export const emitDeriveLogistic = (): KernelFunction => ({
  name: 'deriveLogistic',
  parameters: 6,
  emit: (f) => {
    const [sums, end, truths, weights, scales, pairs] = Array.from({ length: 6 }, (_, i) =>
      f.parameter(i),
    ) as [Local, Local, Local, Local, Local, Local]
    const [x, e, p, w, first, second] = f.list(6, V128) as [Local, Local, Local, Local, Local, Local]
    f.repeatWhile(
      () => {
        loadFloats(f, sums, x)
        emitExp(f, x, e)
        const one = () => f.numbers(1)
        f.set(p, () => f.divideLanes(one, () => f.addLanes(one, () => f.get(e))))
        f.set(w, () => f.load(weights))
        const scaled = (value: () => void, offset: number) => () =>
          f.multiplyLanes(
            () => f.multiplyLanes(value, () => f.get(w)),
            () => f.load(scales, offset),
          )
        const error = () =>
          f.subtractLanes(
            () => f.get(p),
            () => f.load(truths),
          )
        // p (1 - p), without losing what is small.
        const spread = () =>
          f.multiplyLanes(
            () => f.get(e),
            () =>
              f.multiplyLanes(
                () => f.get(p),
                () => f.get(p),
              ),
          )
        f.set(first, () => f.truncateLanes(() => f.roundLanes(scaled(error, 0))))
        f.set(second, () => f.truncateLanes(() => f.largerLanes(() => f.roundLanes(scaled(spread, 16)), one)))
        const pick = (lanes: [number, number, number, number]) => () =>
          f.pickLanes(
            () => f.get(first),
            () => f.get(second),
            lanes,
          )
        f.store(pairs, 0, pick([0, 4, 1, 5]))
        f.store(pairs, 16, pick([2, 6, 3, 7]))
        f.advance(sums, 32)
        f.advance(truths, 16)
        f.advance(weights, 16)
        f.advance(pairs, 32)
      },
      () =>
        f.isLess(
          () => f.get(sums),
          () => f.get(end),
        ),
    )
  },
})

/** Four 64-bit floats as four of 32 bits. */
function loadFloats(f: FunctionBody, from: Local, to: Local): void {
  f.set(to, () =>
    f.pickLanes(
      () => f.doublesToFloats(() => f.load(from)),
      () => f.doublesToFloats(() => f.load(from, 16)),
      [0, 1, 4, 5],
    ),
  )
}

/** Sets `e` to exp(-x). Overwrites x. */
function emitExp(f: FunctionBody, x: Local, e: Local): void {
  const n = f.local(V128)
  const bounded = () =>
    f.largerLanes(
      () =>
        f.smallerLanes(
          () =>
            f.multiplyLanes(
              () => f.get(x),
              () => f.numbers(-1),
            ),
          () => f.numbers(87),
        ),
      () => f.numbers(-87),
    )
  f.set(x, bounded)
  f.set(n, () =>
    f.roundLanes(() =>
      f.multiplyLanes(
        () => f.get(x),
        () => f.numbers(Math.LOG2E),
      ),
    ),
  )
  for (const part of [LN2_HIGH, LN2_LOW])
    f.set(x, () =>
      f.subtractLanes(
        () => f.get(x),
        () =>
          f.multiplyLanes(
            () => f.get(n),
            () => f.numbers(part),
          ),
      ),
    )
  f.set(e, () => f.numbers(EXP[0]!))
  for (const factor of [...EXP.slice(1), 1, 1])
    f.set(e, () =>
      f.addLanes(
        () =>
          f.multiplyLanes(
            () => f.get(e),
            () => f.get(x),
          ),
        () => f.numbers(factor),
      ),
    )
  // Times 2^n, by adding n to the exponent.
  f.set(e, () =>
    f.addIntegers(
      () => f.get(e),
      () => f.shiftIntegersLeft(() => f.truncateLanes(() => f.get(n)), 23),
    ),
  )
}
