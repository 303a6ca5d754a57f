import { expect, test } from 'vitest'
import type { Cursor } from '../sql/sql.ts'
import { createCursors } from './cursors.ts'

const cursor = (onClose: () => void): Cursor => ({
  columns: [],
  open: false,
  rowErrors: [],
  warnings: [],
  rowCount: 0,
  page: () => ({ rowNames: [], columns: [], times: new Float64Array() }),
  close: onClose,
})

test('a cursor lives while it is read, and says why it is closed', () => {
  let ms = 0
  const closed: string[] = []
  const cursors = createCursors({ now: () => ms, idleMs: 600_000, most: 2 })
  const a = cursors.add(cursor(() => closed.push('a')))
  ms += 500_000
  cursors.get(a)
  ms += 500_000
  expect(cursors.get(a)).toBeDefined()
  ms += 600_000
  expect(() => cursors.get(a)).toThrow(/not read for 10 minutes; run the statement again/)
  expect(closed).toEqual(['a'])
})

test('of too many the one read least recently is closed', () => {
  const closed: string[] = []
  const cursors = createCursors({ most: 2 })
  const a = cursors.add(cursor(() => closed.push('a')))
  const b = cursors.add(cursor(() => closed.push('b')))
  cursors.get(a)
  const c = cursors.add(cursor(() => closed.push('c')))
  expect(closed).toEqual(['b'])
  expect(() => cursors.get(b)).toThrow(/others were opened since/)
  cursors.close(a)
  cursors.close(a)
  expect(closed).toEqual(['b', 'a'])
  expect(cursors.ids()).toEqual([c])
  expect(() => cursors.get('nobody')).toThrow(/not known/)
})
