import { expect, it, vi } from 'vitest'
import type { OpenRows } from '../../client/index.ts'
import type { CompactResult, CursorInfo } from '../../contract/rest.ts'
import { createPageSource } from './page-source.ts'
import { MOST_PIXELS, topForRow, visibleRows } from './visible-rows.ts'

const ROW = 44
const see = (top: number, total: number) => visibleRows({ top, height: 440, rowHeight: ROW, total })

it('draws the rows in sight and some around them', () => {
  expect(see(0, 100)).toEqual({ first: 0, last: 18, before: 0, after: 82 * ROW })
  expect(see(4400, 1000)).toEqual({ first: 92, last: 118, before: 92 * ROW, after: 882 * ROW })
  expect(see(0, 0)).toEqual({ first: 0, last: 0, before: 0, after: 0 })
})

it('reaches every row of more than a browser can draw, in order, without a jump at either end', () => {
  const total = 10_000_000
  expect(see(0, total)).toMatchObject({ first: 0, before: 0 })
  const end = see(MOST_PIXELS - 440, total)
  expect(end.last).toBe(total)
  // The last row ends where what is shown ends.
  expect(end.before + (end.last - end.first) * ROW).toBeCloseTo(MOST_PIXELS, 3)
  let before = -1
  for (let top = 0; top <= MOST_PIXELS - 440; top += 99_991) {
    const { first, last, before: above, after } = see(top, total)
    expect(first).toBeGreaterThan(before)
    before = first
    expect(above + after + (last - first) * ROW).toBeCloseTo(MOST_PIXELS, 3)
    // What is in sight is drawn.
    expect(above).toBeLessThanOrEqual(top)
    expect(above + (last - first) * ROW).toBeGreaterThanOrEqual(top + 440 - 0.001)
  }
})

it.each([1000, 10_000_000])('scrolls to any row of %i, and no further than it must', (total) => {
  const place = { height: 440, rowHeight: ROW, total, view: 440, header: 36 }
  for (const row of [0, 7, 13, 21, 31, 500, total - 30, total - 9, total - 1]) {
    const top = topForRow({ ...place, row, top: 0 })
    const { first, last, before } = see(top, total)
    expect(first).toBeLessThanOrEqual(row)
    expect(last).toBeGreaterThan(row)
    // From the upper edge of what is in sight below the header.
    const from = before + (row - first) * ROW - top
    expect(from).toBeGreaterThanOrEqual(-0.001)
    expect(from + ROW).toBeLessThanOrEqual(440 - 36 + 0.001)
    expect(topForRow({ ...place, row, top })).toBeCloseTo(top, 5)
  }
  expect(topForRow({ ...place, row: 3, top: 0 })).toBe(0)
  expect(see(topForRow({ ...place, row: 500, top: see(0, total).after }), total).first).toBe(492)
})

function openRows(rowCount: number) {
  const listeners: (() => void)[] = []
  const page = vi.fn(
    async (offset: number, limit: number): Promise<CompactResult> => ({
      rowNames: Array.from({ length: Math.min(limit, rowCount - offset) }, (_, i) => `r${offset + i}`),
      columns: [
        { path: ['n'], name: 'n', values: Array.from({ length: limit }, (_, i) => offset + i) },
        ...(offset >= 20 ? [{ path: ['late'], name: 'late', values: ['x'] }] : []),
      ],
      rowErrors: [],
      durationMs: 0,
    }),
  )
  const info = {
    id: 'c',
    rowCount,
    columns: [{ name: 'n', path: ['n'] }],
    rowErrors: [],
  } as unknown as CursorInfo
  const rows: OpenRows = {
    info: () => info,
    page,
    onReopen: (listener) => {
      listeners.push(listener)
      return () => undefined
    },
    close: () => undefined,
  }
  return {
    rows,
    page,
    reopen: () => {
      for (const listener of listeners) listener()
    },
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve))

it('reads pages once while they are kept, forgets those seen long ago, and learns columns', async () => {
  const { rows, page, reopen } = openRows(45)
  const source = createPageSource(rows, { pageRows: 10, mostPages: 2 })
  const came = vi.fn()
  source.subscribe(came)
  expect(source.row(3)).toBeUndefined()
  source.ensure(0, 15)
  source.ensure(0, 15)
  await settled()
  expect(page.mock.calls).toEqual([
    [0, 10],
    [10, 10],
  ])
  expect(source.row(3)).toEqual({ name: 'r3', cells: [3] })
  expect(came).toHaveBeenCalledTimes(2)
  source.ensure(0, 5)
  source.ensure(40, 99)
  await settled()
  expect(page.mock.calls).toHaveLength(3)
  expect(source.columns).toEqual(['n', 'late'])
  expect(source.row(40)).toEqual({ name: 'r40', cells: [40, 'x'] })
  expect(source.row(0)).toEqual({ name: 'r0', cells: [0, undefined] })
  expect(source.row(12)).toBeUndefined()
  reopen()
  expect(source.row(40)).toBeUndefined()
  await settled()
  expect(source.row(40)).toBeDefined()
})

it('says why rows do not come', async () => {
  const { rows, page } = openRows(5)
  page.mockRejectedValueOnce(new Error('gone'))
  const source = createPageSource(rows)
  source.ensure(0, 5)
  await settled()
  expect(source.error()).toMatchObject({ message: 'gone' })
  source.ensure(0, 5)
  await settled()
  expect(source.error()).toBeUndefined()
  expect(source.row(0)).toBeDefined()
})
