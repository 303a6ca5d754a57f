import { type Buffer, inputsOf, type Plan, type Step, type View } from '../plan/plan.ts'

/** Steps that do not wait for each other, and so run in one dispatch. */
export type Level = Step[]

/** A plan's steps by when they can run, each as early as possible, and its buffers with their lives counted in levels
 *  instead of steps. */
export function schedule(plan: Plan): { levels: Level[]; buffers: Buffer[] } {
  const levels: Level[] = []
  const levelOf = new Map<Step, number>()
  plan.steps.forEach((step, index) => {
    const before = plan.steps
      .slice(0, index)
      .filter((other) => inputsOf(step).some((view) => overlap(view, other.output)))
    const level = before.reduce((latest, other) => Math.max(latest, levelOf.get(other)! + 1), 0)
    levelOf.set(step, level)
    levels[level] ??= []
    levels[level].push(step)
  })
  const lives = plan.buffers.map(({ size }) => ({ size, from: levels.length, to: -1 }))
  const touch = (view: View, level: number): void => {
    const life = lives[view.buffer]!
    life.from = Math.min(life.from, level)
    life.to = Math.max(life.to, level)
  }
  for (const step of plan.steps)
    for (const view of [...inputsOf(step), step.output]) touch(view, levelOf.get(step)!)
  touch(plan.input, -1)
  for (const view of plan.outputs) touch(view, levels.length)
  return { levels, buffers: lives }
}

const overlap = (a: View, b: View): boolean =>
  a.buffer === b.buffer && a.offset < b.offset + b.channels && b.offset < a.offset + a.channels
