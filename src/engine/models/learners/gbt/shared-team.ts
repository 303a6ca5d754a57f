import { EngineError } from '../../../../contract/errors.ts'
import type { GradientSplit } from './gradient-split.ts'
import { better, type Team } from './team.ts'

/** A worker's place in a team, and the memory that the team shares. It can be sent to a worker. */
export interface TeamPlace {
  index: number
  size: number
  memory: SharedArrayBuffer
}

/** Numbers of the control block: members that have arrived, meetings so far, and whether somebody left. */
const ARRIVED = 0
const MEETINGS = 1
const LEFT = 2
const CONTROL_BYTES = 64
/** Levels of a categorical split as bits, after the numbers of a split. */
const LEVEL_WORDS = 65536 / 32
const SPLIT_NUMBERS = 8
const SPLIT_BYTES = SPLIT_NUMBERS * 8 + LEVEL_WORDS * 4
/** A node has two children, so at most two splits are told at a time. */
const SPLITS = 2
/** How often a member looks for the others before it sleeps. */
const SPINS = 2000

const derivativesAt = (size: number): number => CONTROL_BYTES + 2 * size * SPLITS * SPLIT_BYTES

/** Memory for a team. */
export function teamMemory(size: number, rows: number): SharedArrayBuffer {
  return new SharedArrayBuffer(derivativesAt(size) + rows * 8)
}

/** Says that a member will not come any more: the others stop at their next meeting. */
export function leaveTeam(memory: SharedArrayBuffer): void {
  Atomics.store(new Int32Array(memory, 0, CONTROL_BYTES / 4), LEFT, 1)
}

/** A team of workers that share memory. Each sums up every `size`th feature. They meet whenever splits are told: what one
 *  tells stands in one of two buffers by turns, so a member that is still reading the last one is not disturbed. */
export class SharedTeam implements Team {
  readonly #place: TeamPlace
  readonly #control: Int32Array

  constructor(place: TeamPlace) {
    this.#place = place
    this.#control = new Int32Array(place.memory, 0, CONTROL_BYTES / 4)
  }

  owns(feature: number): boolean {
    return feature % this.#place.size === this.#place.index
  }

  derivatives(rows: number): Float32Array {
    return new Float32Array(this.#place.memory, derivativesAt(this.#place.size), 2 * rows)
  }

  slice(count: number): [number, number] {
    const { index, size } = this.#place
    return [Math.floor((index * count) / size), Math.floor(((index + 1) * count) / size)]
  }

  best(own: (GradientSplit | undefined)[]): (GradientSplit | undefined)[] {
    const buffer = Atomics.load(this.#control, MEETINGS) % 2
    own.forEach((split, i) => {
      this.#write(split, buffer, this.#place.index, i)
    })
    this.meet()
    return own.map((_, i) => {
      let best: GradientSplit | undefined
      for (let member = 0; member < this.#place.size; member++)
        best = better(best, this.#read(buffer, member, i))
      return best
    })
  }

  /** Waits for all members. @throws EngineError `cancelled` if one of them has left */
  meet(): void {
    const control = this.#control
    const meeting = Atomics.load(control, MEETINGS)
    if (Atomics.add(control, ARRIVED, 1) === this.#place.size - 1) {
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

  #views(buffer: number, member: number, i: number): { numbers: Float64Array; levels: Int32Array } {
    const { memory, size } = this.#place
    const at = CONTROL_BYTES + ((buffer * size + member) * SPLITS + i) * SPLIT_BYTES
    return {
      numbers: new Float64Array(memory, at, SPLIT_NUMBERS),
      levels: new Int32Array(memory, at + SPLIT_NUMBERS * 8, LEVEL_WORDS),
    }
  }

  #write(split: GradientSplit | undefined, buffer: number, member: number, i: number): void {
    const { numbers, levels } = this.#views(buffer, member, i)
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

  #read(buffer: number, member: number, i: number): GradientSplit | undefined {
    const { numbers, levels } = this.#views(buffer, member, i)
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
