import { expect, it } from 'vitest'
import { chosen, moveCursor, oneCell } from './cell-cursor.ts'

const size = { rows: 100, columns: 4, page: 10 }
const press = (at: [row: number, column: number], ...keys: string[]) => {
  let cursor = oneCell(...at)
  for (const text of keys) {
    const parts = text.split('+')
    const key = { key: parts.at(-1)!, shift: parts.includes('Shift'), mod: parts.includes('Ctrl') }
    cursor = moveCursor(cursor, key, size) ?? cursor
  }
  return cursor
}

it.each([
  [['ArrowDown', 'ArrowRight'], oneCell(6, 2)],
  [['ArrowUp', 'ArrowLeft', 'ArrowLeft'], oneCell(4, 0)],
  [['PageDown', 'PageDown', 'PageUp'], oneCell(15, 1)],
  [['Home'], oneCell(5, 0)],
  [['End'], oneCell(5, 3)],
  [['Ctrl+Home'], oneCell(0, 0)],
  [['Ctrl+End'], oneCell(99, 3)],
  [['Ctrl+ArrowDown', 'Ctrl+ArrowRight'], oneCell(99, 3)],
  [['Ctrl+ArrowUp', 'Ctrl+ArrowLeft'], oneCell(0, 0)],
  [['x', 'Enter'], oneCell(5, 1)],
])('%j moves it and stays inside', (keys, end) => expect(press([5, 1], ...keys)).toEqual(end))

it('with Shift what is chosen grows from where it began, and ends with the next move', () => {
  const grown = press([5, 1], 'Shift+ArrowUp', 'Shift+End')
  expect(chosen(grown)).toEqual({ top: 4, bottom: 6, left: 1, right: 4 })
  expect(chosen(press([5, 1], 'Shift+ArrowUp', 'ArrowUp'))).toEqual({ top: 3, bottom: 4, left: 1, right: 2 })
  expect(chosen(press([5, 1], 'Ctrl+a'))).toEqual({ top: 0, bottom: 100, left: 0, right: 4 })
})
