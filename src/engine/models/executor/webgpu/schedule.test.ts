import { expect, test } from 'vitest'
import { planOfOneStep } from '../../../../../tests/golden/inception/plan-of-one-step.ts'
import { NotPlanned, type Plan, type Step, type View } from '../plan/plan.ts'
import { encodeJobs, groupsOf, JOB_FIELDS, KIND, toJob } from './job.ts'
import { schedule } from './schedule.ts'
import { toFours } from './to-fours.ts'

const view = (buffer: number, channels: number, offset = 0, pitch = channels): View => ({
  buffer,
  height: 4,
  width: 4,
  channels,
  pitch,
  offset,
})
const window = { height: 1, width: 1, strideY: 1, strideX: 1, dilationY: 1, dilationX: 1, top: 0, left: 0 }
const pool = (input: View, output: View): Step => ({ kind: 'pool', mode: 'mean', window, input, output })

/** image -> a; a -> two parts of a whole, one of them by way of b; the whole -> c. */
const branches: Plan = {
  input: view(0, 8),
  outputs: [view(4, 8)],
  steps: [
    pool(view(0, 8), view(1, 8)),
    pool(view(1, 8), view(3, 4, 0, 8)),
    pool(view(1, 8), view(2, 4)),
    pool(view(2, 4), view(3, 4, 4, 8)),
    pool(view(3, 8), view(4, 8)),
  ],
  buffers: Array.from({ length: 5 }, () => ({ size: 128, from: 0, to: 5 })),
}

test('steps run as early as what they read is there, side by side', () => {
  const { levels, buffers } = schedule(branches)
  expect(levels.map((level) => level.map((step) => branches.steps.indexOf(step)))).toEqual([
    [0],
    [1, 2],
    [3],
    [4],
  ])
  expect(buffers.map(({ from, to }) => [from, to])).toEqual([
    [-1, 0],
    [0, 1],
    [1, 2],
    [1, 3],
    [3, 4],
  ])
})

test('a part of a whole waits for no other part of it', () => {
  const plan = {
    ...branches,
    steps: [...branches.steps.slice(0, 2), pool(view(3, 4, 4, 8), view(4, 4, 0, 8))],
  }
  expect(schedule(plan).levels.map((level) => level.length)).toEqual([2, 1])
})

test('the image gets a fourth channel, and the filter a row of zeros for it', () => {
  const plan = planOfOneStep({
    kind: 'convolution',
    input: [2, 2, 3],
    channels: 4,
    window: [1, 1],
    padding: 'SAME',
  })
  const fours = toFours(plan)
  expect(fours.input).toMatchObject({ channels: 4, pitch: 4 })
  const [step] = fours.steps
  if (step?.kind !== 'convolution') throw new Error('no convolution')
  const [original] = plan.steps
  if (original?.kind !== 'convolution') throw new Error('no convolution')
  expect([...step.filter]).toEqual([...original.filter, 0, 0, 0, 0])
  expect(fours.buffers[0]!.size).toBe(16)
})

test.each<[string, Plan, RegExp]>([
  [
    'channels that do not come in fours',
    planOfOneStep({ kind: 'convolution', input: [2, 2, 3], channels: 6, window: [1, 1], padding: 'SAME' }),
    /in fours/,
  ],
  [
    'a pooled image',
    planOfOneStep({ kind: 'mean', input: [2, 2, 3], window: [1, 1], padding: 'SAME' }),
    /image itself/,
  ],
])('%s are left to others', (_, plan, reason) => {
  expect(() => toFours(plan)).toThrow(NotPlanned)
  expect(() => toFours(plan)).toThrow(reason)
})

test('a job describes its step to the shader, in fours', () => {
  const step = pool(view(1, 8, 4, 16), view(2, 8)) as Parameters<typeof toJob>[0]
  const job = toJob(step, 3, 7, ({ buffer }) => buffer * 100, { weights: 40, bias: 80 })
  expect(job).toMatchObject({
    kind: KIND.mean,
    firstGroup: 7,
    rows: 48,
    inputOffset: 26,
    inputPitch: 4,
    outputOffset: 50,
  })
  expect(groupsOf(job)).toBe(Math.ceil((48 * 2) / 64))
  const words = new Int32Array(encodeJobs([job, { ...job, high: 6 }]))
  expect(words).toHaveLength(2 * JOB_FIELDS.length)
  expect(words[JOB_FIELDS.indexOf('rows')]).toBe(48)
  expect(new Float32Array(words.buffer)[JOB_FIELDS.length + JOB_FIELDS.indexOf('high')]).toBe(6)
})
