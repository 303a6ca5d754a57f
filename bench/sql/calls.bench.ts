// What does not depend on the number of rows, and what does: milliseconds that a tiny statement costs beyond SQLite's
// own, and microseconds of one call of a builtin that needs JavaScript. The bars are 2 ms and 1.5 µs.
//
// npx tsx bench/sql/calls.bench.ts [ROWS]      200,000 rows by default
import { makeFlights } from './flights.ts'
import { measureInTurns, median, openBench, round, runWhole, saveResults } from './open-bench.ts'

const ROWS = Number(process.argv[2] ?? 200_000)
const MOST_MS = 2
const MOST_US = 1.5

const { flights, airports } = makeFlights(ROWS)
flights.text = flights.carrier!.map(
  (carrier, i) => `${carrier} from ${flights.origin![i]} to ${flights.dest![i]}`,
)
flights.day = flights.month!.map((month, i) => ({ kind: 'timestamp', ms: Number(month) * 2.6e9 + i * 1000 }))
flights.json = flights.carrier!.map((carrier, i) => `{"carrier":"${carrier}","n":${i}}`)
flights.url = flights.carrier!.map((carrier, i) => `https://www.${carrier}.example.com/${i}`)
flights.bytes = flights.carrier!.map((carrier) => new TextEncoder().encode(`${carrier}, as bytes`))
flights.vector = flights.month!.map((month, i) => ({
  kind: 'embedding',
  shape: [16],
  data: Float32Array.from({ length: 16 }, (_, k) => Number(month) * k + i),
}))
const world = await openBench({ flights, airports })
const a = world.table('airports')

const TINY: [title: string, ours: string, raw: string][] = [
  ['a constant', 'SELECT 1 + 1 AS two', 'SELECT 1 + 1'],
  ['one row of a table', 'SELECT * FROM airports LIMIT 1', `SELECT c0, c1, c2, _name FROM ${a.name} LIMIT 1`],
  [
    'a group of 1,000 rows',
    'SELECT region, count(*), avg(x) FROM airports GROUP BY region ORDER BY count(*) DESC',
    `SELECT c1, count(*), avg(c2) FROM ${a.name} GROUP BY c1 ORDER BY count(*) DESC`,
  ],
  [
    'joins, sub-selects and a window',
    "WITH r AS (SELECT region, avg(x) AS x FROM airports GROUP BY region) SELECT a.code, rank() OVER (PARTITION BY a.region ORDER BY a.x) AS n FROM airports AS a JOIN r ON r.region = a.region AND a.x > r.x WHERE a.code LIKE 'A%' ORDER BY n, a.code LIMIT 5",
    `WITH r AS (SELECT c1, avg(c2) AS x FROM ${a.name} GROUP BY c1) SELECT a.c0, rank() OVER (PARTITION BY a.c1 ORDER BY a.c2) AS n FROM ${a.name} AS a JOIN r ON r.c1 = a.c1 AND a.c2 > r.x WHERE a.c0 LIKE 'A%' ORDER BY n, a.c0 LIMIT 5`,
  ],
]

/** Calls over a row of the flights. The second is what the call's arguments cost by themselves. */
const CALLS: [call: string, without: string][] = [
  ['lower(carrier)', 'carrier'],
  ['length(text)', 'text'],
  ["regex_match(carrier, '[A-M].*')", 'carrier'],
  ["regex_search(text, 'from [X-Z]')", 'text'],
  ["regex_replace(text, 'from (...)', '$1')", 'text'],
  ["remove_prefix(text, 'AD')", 'text'],
  ['levenshtein_distance(origin, dest)', 'origin'],
  ["token_extract(text, 2, {' ' AS splitChars})", 'text'],
  ["split_part(text, ' ')", 'text'],
  ["tokenize(text, {' ' AS splitChars})", 'text'],
  ['implicit_cast(carrier)', 'carrier'],
  ['parse_json(json)', 'json'],
  ['print_json(delay)', 'delay'],
  ['hash(carrier)', 'carrier'],
  ['sqrt(distance)', 'distance'],
  ['ln(distance)', 'distance'],
  ['pow(distance, 2)', 'distance'],
  ['mod(dep_time, 60)', 'dep_time'],
  ['quantize(delay, 0.1)', 'delay'],
  ['clamp(delay, 0, 60)', 'delay'],
  ['binomial_lb_80(distance, month)', 'distance'],
  ["date_part('hour', day)", 'day'],
  ["date_trunc('month', day)", 'day'],
  ['to_timestamp(distance)', 'distance'],
  ['norm([month, distance], 2)', 'distance'],
  ['norm(vector, 2)', 'vector'],
  ['vector_sum(vector, vector)', 'vector'],
  ['vector_quotient(vector, vector)', 'vector'],
  ['dot(vector, vector)', 'vector'],
  ['euclidean_distance(vector, vector)', 'vector'],
  ['cosine_distance(vector, vector)', 'vector'],
  ['normalize(vector, 2)', 'vector'],
  ['concat(vector, vector)', 'vector'],
  ['flatten(vector)', 'vector'],
  ['reshape(vector, [4, 4])', 'vector'],
  ['slice(vector, 3)', 'vector'],
  ['shape(vector)', 'vector'],
  ['vector[3]', 'vector'],
  ['vector * 2', 'vector'],
  ['sqrt(vector)', 'vector'],
  ['[month, distance, delay]', 'distance'],
  ['{month, carrier}', 'carrier'],
  ['horizontal_sum({month, distance, delay})', 'distance'],
  ['horizontal_max(vector)', 'vector'],
  ['cardinality({month, distance})', 'distance'],
  ['round(delay)', 'delay'],
  ['sign(delay)', 'delay'],
  ['sin(delay)', 'delay'],
  ['log(2, distance)', 'distance'],
  ['isnan(delay)', 'delay'],
  ['replace_null(delay, 0)', 'distance'],
  ["remove_suffix(text, 'X')", 'text'],
  ['base64_encode(carrier)', 'carrier'],
  ['base64_decode(carrier)', 'carrier'],
  ['extract_domain(url, {true AS removeSubdomain})', 'url'],
  ['blob_length(bytes)', 'bytes'],
  ['mime_type(bytes)', 'bytes'],
  ["carrier LIKE 'A%'", 'carrier'],
  ['parse_path(carrier)', 'carrier'],
  ['stringify_path(parse_path(text))', 'text'],
  ['path_element(parse_path(text), 0)', 'text'],
  ['path_length(parse_path(text))', 'text'],
  ['flatten_path(parse_path(text))', 'text'],
  ['earliest_timestamp(distance)', 'distance'],
  ["at(distance, TIMESTAMP '2020-01-01')", 'distance'],
  ["to_timestamp('2020-01-01T00:00:00Z') + INTERVAL '1D'", 'distance'],
  ["day + INTERVAL '1D'", 'day'],
  ['CAST (day AS string)', 'day'],
  ['geo_distance(month, day_of_week, 10, 20)', 'month'],
  ['distance % (dep_time + 1)', 'distance'],
  ['distance / delay', 'distance'],
  ["'n' + distance", 'distance'],
  ['CAST (distance AS string)', 'distance'],
  ['delay = carrier', 'delay'],
  ['rowHash()', 'distance'],
  ['rowPath()', 'distance'],
  ['rowPathElement(0)', 'distance'],
  ['columnCount()', 'distance'],
  ['ceil(delay)', 'delay'],
  ['floor(delay)', 'delay'],
  ['abs(delay)', 'delay'],
  ['exp(delay)', 'delay'],
  ['tan(delay)', 'delay'],
  ['asinh(delay)', 'delay'],
  ['atan2(delay, distance)', 'distance'],
  ['isinf(delay)', 'delay'],
  ['isfinite(delay)', 'delay'],
  ['replace_nan(delay, 0)', 'delay'],
  ['replace_not_finite(delay, 0)', 'delay'],
  ['binomial_ub_80(distance, month)', 'distance'],
  ['upper(text)', 'text'],
  ['unflatten_path(carrier)', 'carrier'],
  ["parse_path(text) = parse_path('AA')", 'text'],
  ['latest_timestamp(distance)', 'distance'],
  ['distinct_timestamps(distance)', 'distance'],
  ['temporal_max(distance)', 'distance'],
  ['vector_diff(vector, vector)', 'vector'],
  ['vector_product(vector, vector)', 'vector'],
  ['vector + vector', 'vector'],
  ['vector / 3', 'vector'],
  ['-vector', 'vector'],
  ['abs(vector)', 'vector'],
  ['round(vector)', 'vector'],
  ['exp(vector)', 'vector'],
  ['pow(vector, 2)', 'vector'],
  ['clamp(vector, 0, 10)', 'vector'],
  ['replace_nan(vector, 0)', 'vector'],
  ['isnan(vector)', 'vector'],
  ['vector = vector', 'vector'],
  ['norm(vector_diff(vector, vector), 2)', 'vector'],
  ['horizontal_sum(vector)', 'vector'],
  ['horizontal_avg(vector)', 'vector'],
  ['horizontal_count({month, distance, delay})', 'distance'],
  ["horizontal_string_agg({month, carrier}, ',')", 'carrier'],
  ['horizontal_latest({month, distance})', 'distance'],
  ['max_label({month, distance})', 'distance'],
  ['jaccard_index({month, distance}, {month, delay})', 'distance'],
  ['{month, distance} + 1', 'distance'],
  ['sqrt({month, distance})', 'distance'],
  ['{month, carrier}.month', 'carrier'],
  ["carrier IN (KEYS OF tokenize(text, {' ' AS splitChars}))", 'carrier'],
  ['month IN (VALUES OF {dep_time, month})', 'month'],
  ['try(sqrt(distance), 0)', 'distance'],
  ['CAST (text AS number)', 'text'],
  ["CAST ('2020-01-02' AS timestamp) < day", 'day'],
  ['CAST (carrier AS path)', 'carrier'],
  ['day IS TIMESTAMP', 'day'],
  ['carrier || text', 'text'],
  ['~ distance', 'distance'],
  ['distance ^ 3', 'distance'],
  ['CASE WHEN month > 6 THEN lower(carrier) ELSE upper(carrier) END', 'carrier'],
]

/** Aggregates over all rows, and what they go over. */
const AGGREGATES: [call: string, of: string][] = [
  ['stddev(delay)', 'delay'],
  ['count_distinct(origin)', 'origin'],
  ["string_agg(carrier, ',')", 'carrier'],
  ['avg(vector)', 'vector'],
  ['sum({month, distance})', 'distance'],
  ['max({month, distance})', 'distance'],
  ['count({month, distance})', 'distance'],
  ['latest(distance)', 'distance'],
  ['pivot(carrier, distance)', 'carrier'],
]

const tiny = []
for (const [title, statement, raw] of TINY) {
  const [ours, sqlite] = await measureInTurns(
    [() => runWhole(world.sql, statement), () => world.raw.exec(raw)],
    { warmUp: 20, repeats: 200, clock: () => performance.now() },
  )
  const overheadMs = round(median(ours!) - median(sqlite!))
  tiny.push({ title, statement, oursMs: round(median(ours!)), sqliteMs: round(median(sqlite!)), overheadMs })
  console.log(`${overheadMs.toFixed(2)} ms${overheadMs > MOST_MS ? ' !' : '  '} ${title}`)
}

/** Microseconds a row by which one statement costs more than another. */
async function microsecondsBetween(more: string, less: string): Promise<number> {
  const [all, base] = await measureInTurns(
    [more, less].map((statement) => () => runWhole(world.sql, statement)),
    { repeats: 3 },
  )
  return round(((Math.min(...all!) - Math.min(...base!)) * 1000) / ROWS)
}

const calls: { call: string; microseconds: number }[] = []
function add(call: string, microseconds: number): void {
  calls.push({ call, microseconds })
  console.log(`${microseconds.toFixed(2).padStart(6)} µs${microseconds > MOST_US ? ' !' : '  '} ${call}`)
}
const count = (expr: string): string => `SELECT count(*) FROM flights WHERE (${expr}) IS NOT NULL`
for (const [call, without] of CALLS) add(call, await microsecondsBetween(count(call), count(without)))
for (const [call, of] of AGGREGATES) {
  add(call, await microsecondsBetween(`SELECT ${call} FROM flights`, `SELECT count(${of}) FROM flights`))
}
saveResults('calls', { rows: ROWS, bars: { overheadMs: MOST_MS, microseconds: MOST_US }, tiny, calls })
