import { expect, test } from 'vitest'
import type { Atom } from '../../../contract/values.ts'
import { toCell } from './to-cell.ts'

test.each<[string, Atom]>([
  ['', null],
  ['0', 0],
  ['-0', -0],
  ['7', 7],
  ['+7', 7],
  ['-12', -12],
  ['007', '007'],
  ['-007', '-007'],
  ['00', '00'],
  ['0.5', 0.5],
  ['-0.5', -0.5],
  ['00.5', '00.5'],
  ['.5', 0.5],
  ['-.5', -0.5],
  ['5.', 5],
  ['0.', 0],
  ['-0.', -0],
  ['-0.0', -0],
  ['.', '.'],
  ['-', '-'],
  ['-.', '-.'],
  ['1.2.3', '1.2.3'],
  ['1e3', 1000],
  ['1e', '1e'],
  ['12-05', '12-05'],
  ['999999999999999', 999999999999999],
  ['9007199254740991', 9007199254740991],
  ['9007199254740993', 9007199254740993n],
  ['-9223372036854775808', -(2n ** 63n)],
  ['18446744073709551616', '18446744073709551616'],
  ['18446744073709552000', 2 ** 64],
  ['0.1234567890123456789', Number('0.1234567890123456789')],
  ['nan', Number.NaN],
  ['-inf', Number.NEGATIVE_INFINITY],
  ['text', 'text'],
])('%s reads as %s', (field, value) => {
  expect(toCell(field)).toBe(value)
})

test('every decimal is the double that Number reads', () => {
  let state = 1
  const random = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return state % below
  }
  for (let i = 0; i < 200_000; i++) {
    const whole = random(10) < 3 ? '0' : String(1 + random(9)) + '0123456789'.slice(0, random(9))
    const fraction = Array.from({ length: random(14) }, () => random(10)).join('')
    const field = `${random(2) ? '-' : ''}${whole}.${fraction}`
    if (!Object.is(toCell(field), Number(field))) throw new Error(`${field} reads as ${toCell(field)}`)
  }
})
