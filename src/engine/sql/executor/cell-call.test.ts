import { expect, test } from 'vitest'
import type { Value } from '../../../contract/values.ts'
import type { CellRows, NativeFunction } from '../catalog.ts'
import { CellCall } from './cell-call.ts'

const FN = { id: 'f', output: { columns: [], open: false } } as unknown as NativeFunction

/** Doubles of numbers; `batches` says how many were computed at a time. */
function doubles(): CellRows & { batches: number[] } {
  const rows: number[] = []
  const batches: number[] = []
  return {
    batches,
    capacity: 50,
    put: (place, [cell]) => {
      rows[place] = cell as number
    },
    same: (a, b) => rows[a] === rows[b],
    results: (start, end) => {
      batches.push(end - start)
      return rows.slice(start, end).map((value): Value => 2 * value)
    },
  }
}

function callOver(table: readonly number[]) {
  const rows = doubles()
  let read = 0
  const call = new CellCall(FN, rows, (after, count) => {
    read++
    return table
      .map((cell, r) => [r, cell])
      .filter(([r]) => r! > after)
      .slice(0, count)
  })
  const apply = (value: number) => call.apply(-2, [value])
  return { apply, batches: rows.batches, reads: () => read }
}

const table = Array.from({ length: 200 }, (_, r) => (r * 7919) % 101)
const expected = (values: readonly number[]) => values.map((value) => 2 * value)

test('rows in the order of the table are computed many at a time', () => {
  const { apply, batches } = callOver(table)
  expect(table.map(apply)).toEqual(expected(table))
  expect(batches).toEqual([4, 32, 49, 49, 49, 17])
})

test('so are those of them that meet a condition, each asked for twice', () => {
  const { apply, batches } = callOver(table)
  const some = table.filter((value) => value % 3 === 0).flatMap((value) => [value, value])
  expect(some.map(apply)).toEqual(expected(some))
  expect(batches.filter((size) => size === 1)).toEqual([])
})

test('a statement that runs again begins again', () => {
  const { apply, batches } = callOver(table)
  const rows = [...table.slice(0, 120), ...table, ...table]
  expect(rows.map(apply)).toEqual(expected(rows))
  expect(batches.filter((size) => size === 1).length).toBeLessThan(4)
})

test('rows in another order, and of another table, are computed alone, and nothing is read in vain for long', () => {
  for (const rows of [table.toReversed(), table.map((value) => value + 1000)]) {
    const { apply, reads } = callOver(table)
    expect(rows.map(apply)).toEqual(expected(rows))
    expect(reads()).toBeLessThan(20)
  }
})

test('what goes wrong in rows to come does not concern a statement that ends before', () => {
  const rows = doubles()
  const call = new CellCall(FN, rows, () => {
    throw new Error('a row that cannot be compared')
  })
  expect([3, 4].map((value) => call.apply(-2, [value]))).toEqual([6, 8])
})
