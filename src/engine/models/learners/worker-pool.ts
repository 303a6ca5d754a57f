import { proxy, type Remote, releaseProxy, wrap } from 'comlink'
import { EngineError } from '../../../contract/errors.ts'
import type { CodedExamples } from './coded-examples.ts'
import { leaveTeam, type TeamMemory } from './gbt/shared-team.ts'
import type { TrainableConfig } from './learner-config.ts'
import type { GeneralConfig } from './parts/general-config.ts'
import type { GeneralExamples } from './parts/general-examples.ts'
import type { Part } from './parts/part.ts'
import type { TrainingTally } from './training-tally.ts'
import type { Trees } from './tree.ts'
import type { TreeWorkerApi } from './worker-api.ts'
import type { WorkerLike } from './worker-like.ts'

/** Parts of a training are dealt out so that each worker asks about this often: often enough to end together. */
const TURNS_PER_WORKER = 8

interface Member {
  worker: WorkerLike
  remote: Remote<TreeWorkerApi>
}

/** What one training asks of the pool. */
export interface PoolTask {
  examples: CodedExamples | GeneralExamples
  config: TrainableConfig | GeneralConfig
  units: number
  seed: number
  signal: AbortSignal | undefined
  /** Makes memory for so many workers to train the one part together; absent where that cannot be. */
  teamMemory?: (workers: number) => TeamMemory
  /** Hears how many parts are done, shares included. */
  onDone: (units: number) => void
}

/** What a training gave. */
export interface Trained<Unit> {
  parts: Unit[]
  tallies: TrainingTally[]
}

/** Workers that train parts of a model side by side. They start when first needed and stay; if one dies, all are
 *  replaced by new ones at the next training. One training at a time. */
export class WorkerPool {
  readonly #spawn: () => WorkerLike
  readonly #size: number
  #members: Member[] = []
  #fail: (reason: EngineError) => void = () => {}

  constructor(spawn: () => WorkerLike, size: number) {
    this.#spawn = spawn
    this.#size = size
  }

  /** @returns what the parts are, in order, whichever worker made them: trees of coded examples, and the tallies of
   *  the workers that made them
   *  @throws EngineError `cancelled`, `worker-died` */
  async train<Unit extends Trees | Part>(task: PoolTask): Promise<Trained<Unit>> {
    const stopped = new Promise<never>((_, reject) => {
      this.#fail = reject
    })
    stopped.catch(() => {})
    const together = task.teamMemory !== undefined && this.#size > 1
    const members = this.#start(together ? this.#size : Math.min(this.#size, task.units))
    const isTeam = together && !members.some(({ worker }) => worker.inProcess)
    const memory = isTeam ? task.teamMemory?.(members.length) : undefined
    const cancel = (): void => {
      // Members of a team may be waiting for each other, and hear nothing meanwhile.
      if (memory) this.close()
      for (const { remote } of this.#members) remote.cancel().catch(() => {})
      this.#fail(new EngineError('cancelled', 'The training was cancelled.'))
    }
    task.signal?.addEventListener('abort', cancel, { once: true })
    try {
      const work = memory ? trainTogether(members, task, memory) : this.#share(members, task)
      work.catch(() => {})
      return (await Promise.race([work, stopped])) as Trained<Unit>
    } finally {
      task.signal?.removeEventListener('abort', cancel)
      this.#fail = () => {}
      for (const { remote } of members) if (this.#members.length > 0) remote.init(undefined).catch(() => {})
    }
  }

  /** Ends all workers; the next training starts new ones. */
  close(): void {
    for (const { worker, remote } of this.#members) {
      remote[releaseProxy]()
      worker.terminate()
    }
    this.#members = []
  }

  #start(count: number): Member[] {
    while (this.#members.length < count) {
      const worker = this.#spawn()
      const member = { worker, remote: wrap<TreeWorkerApi>(worker.endpoint) }
      this.#members.push(member)
      worker.onDeath((reason) => this.#lose(member, reason))
    }
    return this.#members.slice(0, count)
  }

  #lose(member: Member, reason: string): void {
    if (!this.#members.includes(member)) return
    const fail = this.#fail
    this.close()
    fail(
      new EngineError(
        'worker-died',
        `A worker stopped while it trained (${reason}); nothing was changed, and new workers start with the next training.`,
      ),
    )
  }

  async #share(
    members: Member[],
    { examples, config, units, seed, signal, onDone }: PoolTask,
  ): Promise<Trained<Trees | Part>> {
    const results = new Array<Trees | Part>(units)
    const running = members.map(() => 0)
    let next = 0
    let done = 0
    const report = (): void =>
      onDone(
        Math.min(
          units,
          running.reduce((sum, share) => sum + share, done),
        ),
      )
    const turn = Math.max(1, Math.ceil(units / (members.length * TURNS_PER_WORKER)))
    const takeTurns = async ({ remote }: Member, place: number): Promise<void> => {
      await remote.init(examples)
      const hear = proxy((share: number) => {
        running[place] = share
        report()
      })
      while (next < units && !signal?.aborted) {
        const first = next
        next = Math.min(units, next + turn)
        const asked = Array.from({ length: next - first }, (_, i) => first + i)
        const parts = await remote.train({ config, units: asked, seed }, hear)
        parts.forEach((part, i) => {
          results[first + i] = part
        })
        running[place] = 0
        done += asked.length
        report()
      }
    }
    await Promise.all(members.map(takeTurns))
    if (signal?.aborted) throw new EngineError('cancelled', 'The training was cancelled.')
    return { parts: results, tallies: await talliesOf(members) }
  }
}

/** Has all workers train the one part together: each comes to the same trees, and the first one's are taken. */
async function trainTogether(
  members: Member[],
  { examples, config, seed, onDone }: PoolTask,
  memory: TeamMemory,
): Promise<Trained<Trees | Part>> {
  const hears = [proxy(onDone), ...members.slice(1).map(() => proxy(() => {}))]
  const work = members.map(async ({ remote }, index) => {
    try {
      await remote.init(examples)
      const team = { index, ...memory }
      return await remote.train({ config, units: [0], seed, team }, hears[index]!)
    } catch (error) {
      // Else the others wait for it.
      leaveTeam(memory)
      throw error
    }
  })
  const parts = (await Promise.all(work))[0]!
  return { parts, tallies: await talliesOf(members.slice(0, 1)) }
}

async function talliesOf(members: Member[]): Promise<TrainingTally[]> {
  const tallies = await Promise.all(members.map(({ remote }) => remote.tally()))
  return tallies.filter((tally) => tally !== undefined)
}
