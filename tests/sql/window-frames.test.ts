import { expect, test } from 'vitest'
import type { Value } from '../../src/contract/values.ts'
import { createRandom } from './random-tables.ts'
import { createWorld, rowsOf } from './world.ts'

const BOUNDS = ['UNBOUNDED PRECEDING', '2 PRECEDING', 'CURRENT ROW', '1 FOLLOWING', 'UNBOUNDED FOLLOWING']
const EXCLUDES = ['', ' EXCLUDE CURRENT ROW', ' EXCLUDE GROUP', ' EXCLUDE TIES', ' EXCLUDE NO OTHERS']

/** An embedding of one number is more than SQLite can add up, so JavaScript does: over the same rows, or it is wrong. */
test('an aggregate in JavaScript sees the frames that SQLite sees', async () => {
  const random = createRandom(11)
  const pick = <T>(of: readonly T[]): T => of[random(of.length)]!
  const world = await createWorld()
  world.add(
    't',
    Object.fromEntries(
      Array.from({ length: 60 }, (_, i): [string, Record<string, Value>] => [
        `r${i}`,
        { k: pick([null, 'a', 'b', 2, 2.5]), o: pick([null, 1, 2, 3, 5, 8]), n: i, x: random(100) },
      ]),
    ),
  )
  for (let i = 0; i < 150; i++) {
    const unit = pick(['ROWS', 'GROUPS', 'RANGE'])
    const bounds = unit === 'RANGE' ? BOUNDS.filter((bound) => !/^\d/.test(bound)) : BOUNDS
    const [start, end] = [random(bounds.length - 1), random(bounds.length)]
    const frame =
      end >= start && end > 0 ? `${unit} BETWEEN ${bounds[start]} AND ${bounds[end]}${pick(EXCLUDES)}` : ''
    const filter = pick(['', ' FILTER (WHERE x > 20)'])
    // Rows of equal keys have no order of their own, which ROWS would show.
    const order = pick([
      'ORDER BY o, n',
      'ORDER BY o DESC, n',
      ...(unit === 'ROWS' ? ['ORDER BY n'] : ['ORDER BY o', '']),
    ])
    const over = `${filter} OVER (${pick(['', 'PARTITION BY k '])}${order} ${order ? frame : ''})`
    const rows = await rowsOf(
      await world.sql.query(
        `SELECT sum(x)${over} AS a, sum([x])${over}[0] AS b, count(*)${over} AS n FROM t`,
      ),
    )
    expect(rows).toHaveLength(60)
    for (const { a, b } of rows) expect(b ?? 0, over).toBe(a)
  }
  world.database.close()
})
