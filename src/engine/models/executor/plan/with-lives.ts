import { type Buffer, inputsOf, type Plan, type View } from './plan.ts'

/** How long each buffer of a plan is needed. The image is there before the first step, and results are read after the last. */
export function withLives(
  buffers: readonly Omit<Buffer, 'from' | 'to'>[],
  { steps, input, outputs }: Omit<Plan, 'buffers'>,
): Buffer[] {
  const lives = buffers.map((buffer) => ({ ...buffer, from: steps.length, to: -1 }))
  const touch = (view: View, index: number): void => {
    const life = lives[view.buffer]!
    life.from = Math.min(life.from, index)
    life.to = Math.max(life.to, index)
  }
  steps.forEach((step, index) => {
    for (const view of [...inputsOf(step), step.output]) touch(view, index)
  })
  touch(input, -1)
  for (const view of outputs) touch(view, steps.length)
  return lives
}
