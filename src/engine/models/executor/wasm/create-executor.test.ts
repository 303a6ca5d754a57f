import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test, vi } from 'vitest'
import {
  numbers,
  type OneStep,
  planOfOneStep,
} from '../../../../../tests/golden/inception/plan-of-one-step.ts'
import { runPlan } from '../../../../../tests/golden/inception/run-plan.ts'
import { buildModule } from '../../../../lib/wasm/build-module.ts'
import type { Plan } from '../plan/plan.ts'
import { chooseTiling } from './choose-tiling.ts'
import { hasRelaxedSimd } from './compile-kernels.ts'
import { createExecutor, type ExecutorOptions } from './create-executor.ts'
import { emitConvolution } from './emit-convolution.ts'
import type { Tiling } from './emit-winograd.ts'

const largestDifference = (a: Float32Array, b: Float32Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0)

/** Buffers start as garbage in practice; the pixels of one run must not matter for the next either. */
async function compare(plan: Plan, options: ExecutorOptions, tolerance: number): Promise<void> {
  const executor = await createExecutor(plan, options)
  const { height, width, channels } = plan.input
  for (const seed of [11, 5]) {
    const pixels = numbers(height * width * channels, seed)
    const [expected] = runPlan(plan, pixels)
    const [actual] = executor.run(pixels)
    expect(actual).toHaveLength(expected!.length)
    expect(largestDifference(actual!, expected!)).toBeLessThan(tolerance)
  }
  expect(executor.isDamaged()).toBe(false)
}

const RELU = { low: 0 }
const CONVOLUTIONS: [string, Omit<OneStep, 'kind'>][] = [
  ['1x1', { input: [5, 7, 16], channels: 8, window: [1, 1], padding: 'VALID', ...RELU }],
  ['1x1 of odd channels', { input: [4, 3, 13], channels: 11, window: [1, 1], padding: 'SAME', ...RELU }],
  ['1x1 to fewer channels than a panel', { input: [3, 5, 6], channels: 5, window: [1, 1], padding: 'SAME' }],
  ['fewer positions than a tile', { input: [2, 2, 10], channels: 9, window: [1, 1], padding: 'SAME' }],
  ['one position', { input: [1, 1, 33], channels: 17, window: [1, 1], padding: 'SAME', high: 0.5 }],
  ['stride over 1x1', { input: [7, 6, 4], channels: 8, window: [1, 1], stride: [2, 3], padding: 'SAME' }],
  [
    '3x3 of three channels',
    { input: [9, 11, 3], channels: 8, window: [3, 3], stride: [2, 2], padding: 'VALID' },
  ],
  [
    '3x3 same, stride 2',
    { input: [10, 9, 5], channels: 12, window: [3, 3], stride: [2, 2], padding: 'SAME' },
  ],
  ['3x3 dilated', { input: [9, 9, 6], channels: 8, window: [3, 3], dilation: [2, 2], padding: 'SAME' }],
  [
    '3x3 dilated, valid',
    { input: [9, 9, 6], channels: 8, window: [3, 3], dilation: [1, 2], padding: 'VALID' },
  ],
  ['4x2', { input: [6, 8, 7], channels: 10, window: [4, 2], padding: 'SAME' }],
  ['window as large as the image', { input: [3, 4, 5], channels: 8, window: [3, 4], padding: 'VALID' }],
  ['window larger than the image', { input: [3, 2, 5], channels: 8, window: [5, 5], padding: 'SAME' }],
  [
    'part of a concatenation',
    { input: [5, 6, 12], channels: 12, window: [3, 3], padding: 'VALID', around: 5 },
  ],
  [
    'few channels of a concatenation',
    { input: [4, 4, 3], channels: 3, window: [3, 3], padding: 'SAME', around: 2 },
  ],
]

// Node may have relaxed SIMD or not; both ways are right wherever they run.
const INSTRUCTIONS = hasRelaxedSimd() ? [true, false] : [false]

describe.each(INSTRUCTIONS)('kernels with fused multiply-add: %s', (relaxed) => {
  test.each(CONVOLUTIONS)('convolution, %s', (_, step) =>
    compare(planOfOneStep({ kind: 'convolution', ...step }), { relaxed, tilingFor: () => undefined }, 2e-5),
  )

  test.each<[number, number, number, number]>([
    [2, 3, 2, 3],
    [4, 3, 4, 3],
    [6, 3, 6, 3],
    [2, 5, 2, 5],
    [4, 5, 4, 5],
    [1, 1, 2, 7],
    [1, 1, 3, 7],
    [3, 7, 1, 1],
    [1, 1, 4, 3],
    [6, 3, 1, 1],
    [1, 3, 1, 3],
  ])('Winograd F(%d, %d) by F(%d, %d), whatever the edges', async (resultsY, tapsY, resultsX, tapsX) => {
    const tiling: Tiling = { resultsY, tapsY, resultsX, tapsX }
    for (const padding of ['SAME', 'VALID'] as const)
      for (const around of [0, 4]) {
        const input: OneStep['input'] = [13, 11, 20]
        const step = { input, channels: 12, window: [tapsY, tapsX] as [number, number], padding, around }
        await compare(
          planOfOneStep({ kind: 'convolution', low: 0, high: 3, ...step }),
          { relaxed, tilingFor: () => tiling },
          5e-4,
        )
      }
  })

  test.each(['largest', 'mean'] as const)('pooling, %s', async (kind) => {
    const shapes: Omit<OneStep, 'kind'>[] = [
      { input: [7, 9, 8], window: [3, 3], stride: [2, 2], padding: 'VALID' },
      { input: [7, 6, 5], window: [3, 3], padding: 'SAME' },
      { input: [6, 6, 4], window: [2, 4], stride: [2, 1], padding: 'SAME' },
      { input: [5, 4, 3], window: [3, 3], padding: 'SAME' },
      { input: [8, 8, 21], window: [8, 8], padding: 'VALID' },
      { input: [5, 5, 7], window: [3, 3], padding: 'SAME', around: 3 },
      { input: [4, 5, 1], window: [1, 1], padding: 'SAME', around: 1 },
    ]
    for (const shape of shapes) await compare(planOfOneStep({ kind, ...shape }), { relaxed }, 1e-5)
  })
})

test('an average at the edge is over the positions that are there', async () => {
  const executor = await createExecutor(
    planOfOneStep({ kind: 'mean', input: [2, 2, 1], window: [3, 3], padding: 'SAME' }),
  )
  expect(executor.run(Float32Array.of(1, 2, 3, 6))).toEqual([Float32Array.of(3, 3, 3, 3)])
})

test('what is no number stays none: activations do not hide it', async () => {
  const step: OneStep = {
    kind: 'convolution',
    input: [1, 1, 8],
    channels: 8,
    window: [1, 1],
    padding: 'SAME',
    low: 0,
    high: 6,
  }
  const executor = await createExecutor(planOfOneStep(step))
  expect(executor.run(new Float32Array(8).fill(Number.NaN))[0]).toEqual(new Float32Array(8).fill(Number.NaN))
})

test('results outside the output of a step are left alone', async () => {
  const plan = planOfOneStep({
    kind: 'convolution',
    input: [5, 5, 8],
    channels: 11,
    window: [3, 3],
    padding: 'SAME',
    around: 4,
  })
  const whole = { ...plan.outputs[0]!, offset: 0, channels: 19 }
  for (const tilingFor of [() => undefined, chooseTiling]) {
    const executor = await createExecutor({ ...plan, outputs: [whole] }, { tilingFor })
    const [values] = executor.run(numbers(200))
    const around = values!.filter((_, i) => i % 19 < 4 || i % 19 >= 15)
    expect(around.every((value) => value === 0)).toBe(true)
  }
})

test('kernels are valid WebAssembly, and fused multiply-add is used only where it is asked for', () => {
  const bytes = (relaxed: boolean) => buildModule([emitConvolution('convolve', 6)], { relaxed })
  expect(WebAssembly.validate(bytes(false))).toBe(true)
  const fused = (module: Uint8Array) =>
    module.some((byte, i) => byte === 0xfd && module[i + 1] === 0x85 && module[i + 2] === 0x02)
  expect([fused(bytes(false)), fused(bytes(true))]).toEqual([false, true])
})

test('weights are held once: a plan that is laid out can go, with all its weights', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const layOut = async (channels: number, tilingFor: ExecutorOptions['tilingFor']) => {
    const plan = planOfOneStep({
      kind: 'convolution',
      input: [12, 12, 8],
      channels,
      window: [3, 3],
      padding: 'SAME',
    })
    const filters = plan.steps.flatMap((step) => ('filter' in step ? [new WeakRef(step.filter)] : []))
    return { executor: await createExecutor(plan, { tilingFor }), filters }
  }
  const laidOut = [
    await layOut(16, () => ({ resultsY: 2, tapsY: 3, resultsX: 2, tapsX: 3 })),
    await layOut(16, () => undefined),
    await layOut(5, () => undefined),
  ]
  // What a WeakRef was made of, or asked for, stays until the task ends; compiling goes on a little longer.
  await vi.waitFor(() => {
    collect()
    const left = laidOut.flatMap(({ filters }) => filters).filter((filter) => filter.deref())
    expect(left).toHaveLength(0)
  }, 10_000)
  for (const { executor } of laidOut) expect(executor.run(numbers(12 * 12 * 8))).toHaveLength(1)
})
