// What the way around SQLite costs: each statement through parse, bind, plan, execute and decode, and the same question
// to sql.js directly, on the same table, in turns. The bar is a ratio of 1.15.
//
// npx tsx bench/sql/sqlite.bench.ts [ROWS]      1,000,000 rows by default
import { makeFlights } from './flights.ts'
import { measureInTurns, median, openBench, round, runWhole, saveResults } from './open-bench.ts'

const ROWS = Number(process.argv[2] ?? 1_000_000)
const REPEATS = 7
/** A statement that takes less than this is repeated more often: a few milliseconds of anything else would be its result. */
const SHORT_MS = 20
const SHORT_REPEATS = 100
const BAR = 1.15

const world = await openBench(makeFlights(ROWS))
const f = world.table('flights')
const a = world.table('airports')
const [month, day, dep, carrier] = ['month', 'day_of_week', 'dep_time', 'carrier'].map(f.of)
const [origin, distance, delay] = ['origin', 'distance', 'delay'].map(f.of)

/** What is asked, and the same in SQLite's own words. */
const QUESTIONS: [title: string, ours: string, raw: string][] = [
  ['count', 'SELECT count(*) FROM flights', `SELECT count(*) FROM ${f.name}`],
  [
    'group by text',
    'SELECT carrier, count(*), avg(distance) FROM flights GROUP BY carrier',
    `SELECT ${carrier}, count(*), avg(${distance}) FROM ${f.name} GROUP BY ${carrier}`,
  ],
  [
    'group by two integers',
    'SELECT month, day_of_week, count(*), sum(distance) FROM flights GROUP BY month, day_of_week',
    `SELECT ${month}, ${day}, count(*), sum(${distance}) FROM ${f.name} GROUP BY ${month}, ${day}`,
  ],
  [
    'filtered aggregate',
    "SELECT count(*), avg(delay), max(delay) FROM flights WHERE distance > 1000 AND carrier = 'AD' AND dep_time < 1800",
    `SELECT count(*), avg(${delay}), max(${delay}) FROM ${f.name} WHERE ${distance} > 1000 AND ${carrier} = 'AD' AND ${dep} < 1800`,
  ],
  [
    'join with 1,000 rows, grouped',
    'SELECT a.region, count(*), avg(f.delay) FROM flights AS f JOIN airports AS a ON f.origin = a.code GROUP BY a.region',
    `SELECT a.${a.of('region')}, count(*), avg(f.${delay}) FROM ${f.name} AS f JOIN ${a.name} AS a ON f.${origin} = a.${a.of('code')} GROUP BY a.${a.of('region')}`,
  ],
  [
    'top 10 of a sort',
    'SELECT carrier, delay FROM flights ORDER BY delay DESC LIMIT 10',
    `SELECT ${carrier}, ${delay} FROM ${f.name} ORDER BY ${delay} DESC LIMIT 10`,
  ],
  [
    'top 100 by a number with many ties',
    'SELECT carrier, distance FROM flights ORDER BY distance DESC LIMIT 100',
    `SELECT ${carrier}, ${distance} FROM ${f.name} ORDER BY ${distance} DESC LIMIT 100`,
  ],
  [
    'arithmetic over all rows',
    'SELECT sum(distance * 1.609 + dep_time - delay / 60) FROM flights',
    `SELECT sum(${distance} * 1.609 + ${dep} - ${delay} / 60) FROM ${f.name}`,
  ],
  [
    'running sum over a window',
    'SELECT sum(s) FROM (SELECT sum(distance) OVER (PARTITION BY carrier ORDER BY delay) AS s FROM flights WHERE month = 1)',
    `SELECT sum(s) FROM (SELECT sum(${distance}) OVER (PARTITION BY ${carrier} ORDER BY ${delay}) AS s FROM ${f.name} WHERE ${month} = 1)`,
  ],
  [
    '20,000 rows of a filter',
    'SELECT carrier, origin, dest, distance FROM flights WHERE dep_time < 1500 LIMIT 20000',
    `SELECT ${carrier}, ${origin}, ${f.of('dest')}, ${distance}, _name FROM ${f.name} WHERE ${dep} < 1500 LIMIT 20000`,
  ],
  [
    'all rows of two columns',
    'SELECT distance, delay FROM flights',
    `SELECT ${distance}, ${delay}, _name FROM ${f.name}`,
  ],
]

const rows = []
for (const [title, statement, raw] of QUESTIONS) {
  const works = [() => runWhole(world.sql, statement), () => world.raw.exec(raw)]
  const [, once] = await measureInTurns(works, { repeats: 1 })
  const repeats = once![0]! < SHORT_MS ? SHORT_REPEATS : REPEATS
  const [ours, sqlite] = await measureInTurns(works, { repeats })
  const ratio = round(Math.min(...ours!) / Math.min(...sqlite!))
  rows.push({
    title,
    statement,
    oursMs: round(Math.min(...ours!)),
    sqliteMs: round(Math.min(...sqlite!)),
    ratio,
    repeats,
    ratioOfMedians: round(median(ours!) / median(sqlite!)),
  })
  console.log(`${ratio.toFixed(2).padStart(5)}${ratio > BAR ? ' !' : '  '} ${title}`)
}
saveResults('sqlite', { rows: ROWS, bar: BAR, results: rows })
