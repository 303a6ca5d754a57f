import type { Assertion, RegexNode } from './regex-node.ts'

const ASSERTIONS: Record<Assertion, string> = {
  textStart: '^',
  textEnd: '$',
  textEndLine: '(?=\\n?$)',
  lineStart: '(?<![^\\n])',
  lineEnd: '(?=\\n|$)',
  boundary: '\\b',
  notBoundary: '\\B',
}

/** The pattern as JavaScript source for the flags `u` (and `i` where all of it ignores case). */
export function toNativeSource(node: RegexNode): string {
  switch (node.kind) {
    case 'empty':
      return ''
    case 'set':
      return node.source
    case 'sequence':
      return node.items.map(toNativeSource).join('')
    case 'choice':
      return `(?:${node.items.map(toNativeSource).join('|')})`
    case 'capture':
      return `(${toNativeSource(node.item)})`
    case 'repeat':
      return `(?:${toNativeSource(node.item)})${quantifier(node.min, node.max)}${node.lazy ? '?' : ''}`
    case 'assert':
      return ASSERTIONS[node.what]
    case 'look':
      return `(?${node.behind ? '<' : ''}${node.negative ? '!' : '='}${toNativeSource(node.item)})`
    case 'backreference':
      return `(?:\\${node.index})`
  }
}

const quantifier = (min: number, max: number): string =>
  `{${min},${max === Number.POSITIVE_INFINITY ? '' : max}}`

/** An upper bound of the ways in which a backtracking engine can match a pattern from one place of a text of that
 *  length; infinite where it may be exponential. */
export function countWays(node: RegexNode, length: number): number {
  switch (node.kind) {
    case 'sequence':
      return node.items.reduce((product, item) => product * countWays(item, length), 1)
    case 'choice':
      return node.items.reduce((sum, item) => sum + countWays(item, length), 0)
    case 'capture':
    case 'look':
      return countWays(node.item, length)
    case 'repeat':
      return countRepeatWays(node, countWays(node.item, length), length)
    default:
      return 1
  }
}

function countRepeatWays(node: Extract<RegexNode, { kind: 'repeat' }>, ways: number, length: number): number {
  const most = Math.min(node.max, Math.max(length, node.min))
  if (ways === 1) return most - node.min + 1
  if (node.max === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY
  let sum = 0
  for (let times = node.min; times <= most; times++) sum += ways ** times
  return sum
}

/** True if a node holds one of a kind, or (with `inside`) holds it inside a repetition. */
export function contains(node: RegexNode, test: (node: RegexNode) => boolean): boolean {
  if (test(node)) return true
  if (node.kind === 'sequence' || node.kind === 'choice')
    return node.items.some((item) => contains(item, test))
  return 'item' in node && contains(node.item, test)
}
