import { EngineError } from '../../../../../contract/errors.ts'
import type { Assertion } from './regex-node.ts'
import type { Instruction } from './regex-program.ts'

const MOST_STATES = 16_000_000
const NO_PLACE = -1

/** Marks of visited states, kept between calls: a state is visited if it holds the current stamp. */
let marks = new Uint32Array(0)
let stamp = 0

function freshMarks(states: number): Uint32Array {
  if (states > MOST_STATES)
    throw new EngineError('not-supported', 'the text is too long for this regular expression')
  if (marks.length < states || stamp === 0xffffffff) {
    marks = new Uint32Array(Math.max(states, Math.min(2 * marks.length, MOST_STATES)))
    stamp = 0
  }
  stamp++
  return marks
}

/** Finds the first match at or after `from` (`whole`: one that is all of the text). Backtracking in Perl's order of
 *  preference, but no pair of instruction and place is tried twice, so time is at most their number. R. Cox, "Regular
 *  expression matching in the wild", 2010 (BitState).
 *  @returns places of the match and its groups, two each, -1 for a group that took no part; or null */
export function runProgram(
  program: readonly Instruction[],
  slots: number,
  text: string,
  from: number,
  whole: boolean,
): Int32Array | null {
  const width = text.length + 1
  const visited = freshMarks(program.length * width)
  const places = new Int32Array(slots).fill(NO_PLACE)
  // Pairs: an instruction and a place, or a slot (as -1 - slot) and what to put back into it.
  const stack: number[] = []
  for (let start = from; start <= text.length; start++) {
    stack.push(0, start)
    while (stack.length > 0) {
      const at = stack.pop()!
      const pc = stack.pop()!
      if (pc < 0) places[-1 - pc] = at
      else {
        const end = follow(program, pc, at, { text, visited, width, places, stack, whole })
        if (end !== NO_PLACE) {
          places[0] = start
          places[1] = end
          return places
        }
      }
    }
    if (whole) return null
    if ((text.codePointAt(start) ?? 0) > 0xffff) start++
  }
  return null
}

interface Run {
  text: string
  visited: Uint32Array
  width: number
  places: Int32Array
  stack: number[]
  whole: boolean
}

/** Follows one thread to its end: the place where it matched, or -1. Alternatives are left on the stack. */
function follow(program: readonly Instruction[], startPc: number, startAt: number, run: Run): number {
  const { text, visited, width, places, stack } = run
  let pc = startPc
  let at = startAt
  for (;;) {
    const state = pc * width + at
    if (visited[state] === stamp) return NO_PLACE
    visited[state] = stamp
    const instruction = program[pc]!
    switch (instruction.op) {
      case 'set': {
        const codePoint = text.codePointAt(at)
        if (codePoint === undefined || !instruction.set.has(codePoint)) return NO_PLACE
        at += codePoint > 0xffff ? 2 : 1
        pc++
        break
      }
      case 'split':
        stack.push(instruction.second, at)
        pc = instruction.first
        break
      case 'jump':
        pc = instruction.to
        break
      case 'save':
        stack.push(-1 - instruction.slot, places[instruction.slot]!)
        places[instruction.slot] = at
        pc++
        break
      case 'assert':
        if (!holds(instruction.what, text, at)) return NO_PLACE
        pc++
        break
      case 'match':
        if (!run.whole || at === text.length) return at
        return NO_PLACE
    }
  }
}

const isWord = (text: string, at: number): boolean => {
  const c = text.charCodeAt(at)
  return (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || c === 95 || (c >= 97 && c <= 122)
}

function holds(what: Assertion, text: string, at: number): boolean {
  switch (what) {
    case 'textStart':
      return at === 0
    case 'textEnd':
      return at === text.length
    case 'textEndLine':
      return at === text.length || (at === text.length - 1 && text[at] === '\n')
    case 'lineStart':
      return at === 0 || text[at - 1] === '\n'
    case 'lineEnd':
      return at === text.length || text[at] === '\n'
    case 'boundary':
      return isWord(text, at - 1) !== isWord(text, at)
    case 'notBoundary':
      return isWord(text, at - 1) === isWord(text, at)
  }
}
