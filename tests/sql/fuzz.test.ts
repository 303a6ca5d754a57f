// Damaged statements are answered or refused, quickly: never anything but an EngineError of a known code, and never
// `internal`. Some twenty thousand by default; MLDB_FUZZ=1000000 runs more, MLDB_FUZZ_SEED=n starts elsewhere.
import { expect, test } from 'vitest'
import { EngineError, ERROR_CODES } from '../../src/contract/errors.ts'
import { createTestWorld } from './datasets.ts'
import { readCorpus } from './fuzz/corpus.ts'
import { mutate } from './fuzz/mutate.ts'
import { Pieces } from './fuzz/mutate-tree.ts'
import { createRandom } from './random-tables.ts'
import type { World } from './world.ts'

const COUNT = Number(process.env.MLDB_FUZZ ?? 20_000)
const FIRST_SEED = Number(process.env.MLDB_FUZZ_SEED ?? 1)
const MOST_MS = 50
/** Statements in one world, before another is made. */
const PER_WORLD = 5000

/** What may be run and not only planned: a recursion may rightly take as long as its rows. */
const isCheap = (statement: string): boolean => !/recursive/i.test(statement) && statement.length < 2000

interface Outcome {
  refused?: string
  rows: number
  ms: number
}

/** Plans a statement, and runs it if it is cheap. Its time is that of the clock or of the processor, whichever is less: on
 *  a busy machine it may have waited. @throws what a caller should never see */
async function attempt(world: World, statement: string): Promise<Outcome> {
  const started = performance.now()
  const used = process.cpuUsage()
  const outcome: Outcome = { rows: 0, ms: 0 }
  try {
    if (isCheap(statement)) {
      const result = await world.sql.query(statement)
      for await (const batch of result.batches()) outcome.rows += batch.rowNames.length
    } else world.sql.explain(statement)
  } catch (error) {
    if (!(error instanceof EngineError) || !(error.code in ERROR_CODES) || error.code === 'internal')
      throw error
    outcome.refused = error.code
  }
  const { user, system } = process.cpuUsage(used)
  return { ...outcome, ms: Math.min(performance.now() - started, (user + system) / 1000) }
}

/** The best of some attempts: what is slow once was only interrupted. */
async function leastMs(world: World, statement: string): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let i = 1; i < 6 && least > MOST_MS; i++) {
    // Another text, for the plan of this one is kept.
    least = Math.min(least, (await attempt(world, statement + ' '.repeat(i))).ms)
  }
  return least
}

test(`${COUNT} damaged statements are answered or refused`, { timeout: 60_000 + COUNT * 20 }, async () => {
  const corpus = readCorpus()
  const pieces = new Pieces(corpus)
  expect(corpus.length).toBeGreaterThan(500)
  const codes = new Map<string, number>()
  const wrong: { seed: number; statement: string; problem: string }[] = []
  let slowest = 0
  let world = await createTestWorld()
  for (let i = 0; i < COUNT; i++) {
    if (i % PER_WORLD === PER_WORLD - 1) {
      world.database.close()
      world = await createTestWorld()
    }
    const seed = FIRST_SEED + i
    const random = createRandom(seed)
    let statement = corpus[random(corpus.length)]!
    // Most stay statements: only those reach the binder and SQLite.
    for (let n = random(4); n > 0; n--) statement = pieces.mutate(statement, random)
    if (random(3) === 0) statement = mutate(statement, corpus, random)
    try {
      const { ms, refused = 'answered' } = await attempt(world, statement)
      codes.set(refused, (codes.get(refused) ?? 0) + 1)
      const least = ms > MOST_MS ? await leastMs(world, statement) : ms
      slowest = Math.max(slowest, least)
      if (least > MOST_MS) wrong.push({ seed, statement, problem: `${Math.round(least)} ms` })
    } catch (error) {
      wrong.push({ seed, statement, problem: String((error as Error).stack ?? error).slice(0, 600) })
    }
    if (wrong.length >= 20) break
  }
  console.log(`slowest ${slowest.toFixed(1)} ms; ${JSON.stringify(Object.fromEntries(codes))}`)
  expect(wrong).toEqual([])
  // Damage that is always refused, or never, tests nothing.
  expect(codes.get('answered') ?? 0).toBeGreaterThan(COUNT / 50)
  expect(codes.get('syntax') ?? 0).toBeGreaterThan(COUNT / 50)
})
