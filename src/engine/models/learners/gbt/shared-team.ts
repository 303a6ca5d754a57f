import { EngineError } from '../../../../contract/errors.ts'
import { type GradientLayout, LEVEL_WORDS, SPLIT_NUMBERS } from './gradient-memory.ts'
import type { GradientSplit } from './gradient-split.ts'
import { better, type Team } from './team.ts'

/** The memory that a team shares. It can be sent to workers. */
export interface TeamMemory {
  memory: WebAssembly.Memory
  layout: GradientLayout
}

/** A worker's place in a team. */
export interface TeamPlace extends TeamMemory {
  index: number
}

/** Numbers of the control block: members that have arrived, meetings so far, and whether somebody left. */
const ARRIVED = 0
const MEETINGS = 1
const LEFT = 2
/** How often a member looks for the others before it sleeps. */
const SPINS = 5000

const controlOf = ({ memory, layout }: TeamMemory): Int32Array =>
  new Int32Array(memory.buffer, layout.control, 3)

/** Says that a member will not come any more: the others stop at their next meeting. */
export function leaveTeam(memory: TeamMemory): void {
  Atomics.store(controlOf(memory), LEFT, 1)
}

/** A team of workers that share memory. They meet whenever splits are told: what one tells stands in one of two buffers by
 *  turns, so a member that is still reading the last one is not disturbed. */
export class SharedTeam implements Team {
  readonly index: number
  readonly size: number
  readonly memory: WebAssembly.Memory
  readonly #layout: GradientLayout
  readonly #control: Int32Array

  constructor(place: TeamPlace) {
    this.index = place.index
    this.size = place.layout.members
    this.memory = place.memory
    this.#layout = place.layout
    this.#control = controlOf(place)
  }

  best(own: (GradientSplit | undefined)[]): (GradientSplit | undefined)[] {
    const turn = Atomics.load(this.#control, MEETINGS) % 2
    own.forEach((split, i) => {
      this.#write(split, turn, this.index, i)
    })
    this.meet()
    return own.map((_, i) => {
      let best: GradientSplit | undefined
      for (let member = 0; member < this.size; member++) best = better(best, this.#read(turn, member, i))
      return best
    })
  }

  /** Waits for all members. @throws EngineError `cancelled` if one of them has left */
  meet(): void {
    const control = this.#control
    const meeting = Atomics.load(control, MEETINGS)
    if (Atomics.add(control, ARRIVED, 1) === this.size - 1) {
      Atomics.store(control, ARRIVED, 0)
      Atomics.add(control, MEETINGS, 1)
      Atomics.notify(control, MEETINGS)
    }
    for (let spin = 0; spin < SPINS; spin++) if (Atomics.load(control, MEETINGS) !== meeting) return
    while (Atomics.load(control, MEETINGS) === meeting) {
      if (Atomics.load(control, LEFT) === 1) throw new EngineError('cancelled', 'The training was cancelled.')
      Atomics.wait(control, MEETINGS, meeting, 100)
    }
  }

  #views(turn: number, member: number, i: number): { numbers: Float64Array; levels: Int32Array } {
    const { buffer } = this.memory
    const { splits } = this.#layout
    const at = splits.at + turn * splits.turn + member * splits.member + i * splits.one
    return {
      numbers: new Float64Array(buffer, at, SPLIT_NUMBERS),
      levels: new Int32Array(buffer, at + SPLIT_NUMBERS * 8, LEVEL_WORDS),
    }
  }

  #write(split: GradientSplit | undefined, turn: number, member: number, i: number): void {
    const { numbers, levels } = this.#views(turn, member, i)
    numbers[0] = split ? 1 : 0
    if (!split) return
    numbers[1] = split.gain
    numbers[2] = split.feature
    numbers[3] = split.code
    numbers[4] = split.missingLeft ? 1 : 0
    numbers[5] = split.G
    numbers[6] = split.H
    numbers[7] = split.levels ? 1 : 0
    if (!split.levels) return
    levels.fill(0)
    for (const code of split.levels) levels[code >>> 5]! |= 1 << code
  }

  #read(turn: number, member: number, i: number): GradientSplit | undefined {
    const { numbers, levels } = this.#views(turn, member, i)
    if (numbers[0] === 0) return undefined
    return {
      gain: numbers[1]!,
      feature: numbers[2]!,
      code: numbers[3]!,
      missingLeft: numbers[4] === 1,
      G: numbers[5]!,
      H: numbers[6]!,
      levels: numbers[7] === 1 ? codesOf(levels) : undefined,
    }
  }
}

function codesOf(bits: Int32Array): number[] {
  const codes: number[] = []
  for (let word = 0; word < bits.length; word++) {
    if (bits[word] === 0) continue
    for (let bit = 0; bit < 32; bit++) if ((bits[word]! >>> bit) & 1) codes.push(word * 32 + bit)
  }
  return codes
}
