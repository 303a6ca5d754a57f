import { EngineError } from '../../../../../contract/errors.ts'
import type { Assertion, RegexNode } from './regex-node.ts'

/** One step of a pattern. `split` tries `first` before `second`; `save` keeps the place in a slot (two per group). */
export type Instruction =
  | { op: 'set'; set: CharacterSet }
  | { op: 'split'; first: number; second: number }
  | { op: 'jump'; to: number }
  | { op: 'save'; slot: number }
  | { op: 'assert'; what: Assertion }
  | { op: 'match' }

const MOST_INSTRUCTIONS = 20_000

/** Which characters a class holds: a table for ASCII, the class itself for the rest. */
export class CharacterSet {
  private readonly ascii = new Uint8Array(128)
  private readonly expression: RegExp

  constructor(source: string, ignoreCase: boolean) {
    this.expression = new RegExp(source, ignoreCase ? 'iu' : 'u')
    for (let i = 0; i < 128; i++) this.ascii[i] = Number(this.expression.test(String.fromCharCode(i)))
  }

  has(codePoint: number): boolean {
    return codePoint < 128
      ? this.ascii[codePoint] === 1
      : this.expression.test(String.fromCodePoint(codePoint))
  }
}

/** How many instructions a pattern takes, look-around included. */
export function programSize(node: RegexNode): number {
  switch (node.kind) {
    case 'sequence':
      return node.items.reduce((sum, item) => sum + programSize(item), 0)
    case 'choice':
      return node.items.reduce((sum, item) => sum + programSize(item) + 2, 0)
    case 'repeat':
      return (programSize(node.item) + 1) * (node.max === Number.POSITIVE_INFINITY ? node.min + 1 : node.max)
    case 'capture':
    case 'look':
      return programSize(node.item) + 2
    default:
      return 1
  }
}

/** @throws EngineError `not-supported` if a pattern takes more instructions than any should */
export function requireSize(node: RegexNode): void {
  if (programSize(node) > MOST_INSTRUCTIONS)
    throw new EngineError('not-supported', 'the regular expression repeats too much; use smaller counts')
}

/** The steps of a pattern without look-around and back references. K. Thompson, 1968; R. Cox, "Regular expression
 *  matching: the virtual machine approach", 2009. */
export function toProgram(node: RegexNode): Instruction[] {
  const program: Instruction[] = []
  const sets = new Map<string, CharacterSet>()
  const emit = (instruction: Instruction): number => program.push(instruction) - 1
  const setFor = (source: string, ignoreCase: boolean): CharacterSet => {
    const key = `${ignoreCase}${source}`
    const known = sets.get(key) ?? new CharacterSet(source, ignoreCase)
    sets.set(key, known)
    return known
  }
  const write = (n: RegexNode): void => {
    switch (n.kind) {
      case 'set':
        emit({ op: 'set', set: setFor(n.source, n.ignoreCase) })
        break
      case 'sequence':
        for (const item of n.items) write(item)
        break
      case 'choice':
        writeChoice(n.items, program, emit, write)
        break
      case 'capture':
        emit({ op: 'save', slot: 2 * n.index })
        write(n.item)
        emit({ op: 'save', slot: 2 * n.index + 1 })
        break
      case 'assert':
        emit({ op: 'assert', what: n.what })
        break
      case 'repeat':
        writeRepeat(n, program, emit, write)
        break
      case 'look':
      case 'backreference':
        throw new EngineError('internal', `a ${n.kind} cannot be compiled`)
    }
  }
  write(node)
  emit({ op: 'match' })
  return program
}

type Emit = (instruction: Instruction) => number
type Write = (node: RegexNode) => void

function writeChoice(items: readonly RegexNode[], program: Instruction[], emit: Emit, write: Write): void {
  const jumps: number[] = []
  for (const [i, item] of items.entries()) {
    if (i === items.length - 1) {
      write(item)
      break
    }
    const split = emit({ op: 'split', first: program.length + 1, second: 0 })
    write(item)
    jumps.push(emit({ op: 'jump', to: 0 }))
    setSplit(program, split, { second: program.length })
  }
  for (const jump of jumps) program[jump] = { op: 'jump', to: program.length }
}

function writeRepeat(
  { item, min, max, lazy }: Extract<RegexNode, { kind: 'repeat' }>,
  program: Instruction[],
  emit: Emit,
  write: Write,
): void {
  for (let i = 0; i < min; i++) write(item)
  const skip = (split: number): void =>
    setSplit(program, split, lazy ? { first: program.length, second: split + 1 } : { second: program.length })
  const open = (): number => emit({ op: 'split', first: program.length + 1, second: 0 })
  if (max === Number.POSITIVE_INFINITY) {
    const split = open()
    write(item)
    emit({ op: 'jump', to: split })
    skip(split)
    return
  }
  const splits: number[] = []
  for (let i = min; i < max; i++) {
    splits.push(open())
    write(item)
  }
  for (const split of splits) skip(split)
}

function setSplit(program: Instruction[], at: number, change: { first?: number; second: number }): void {
  program[at] = { ...(program[at] as Extract<Instruction, { op: 'split' }>), ...change }
}
