// Accuracy (and AUC) on the made-up sets by seed, ours and a native peer's, in one run.
//
// PERF_DATA=... npx tsx bench/learners/accuracy.bench.ts OURS PEER SEEDS SET...
//   OURS, PEER, SET, PERF_DATA, WORKERS, PYTHON   as in forest.bench.ts
// Prints one JSON line a set, both sides' numbers and their spread; RESULTS=file appends them to it.
import { spawnSync } from 'node:child_process'
import { appendFileSync } from 'node:fs'

interface Measured {
  acc: number
  auc?: number
}

const here = (name: string): string => new URL(name, import.meta.url).pathname

function run(command: string, args: string[]): Measured {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

const [algorithm = 'rf', peer = 'rf', count = '5', ...sets] = process.argv.slice(2)
const seeds = Array.from({ length: Number(count) }, (_, i) => String(i + 1))
for (const set of sets) {
  const ours = seeds.map((seed) =>
    run(process.execPath, ['--import', 'tsx', here('./measure-ours.ts'), algorithm, set, seed]),
  )
  const theirs = seeds.map((seed) =>
    run(process.env.PYTHON ?? '/usr/bin/python3', [
      here('./measure_sklearn.py'),
      peer,
      set,
      process.env.WORKERS ?? '2',
      seed,
      '--no-predict',
    ]),
  )
  const line = JSON.stringify({ accuracy: `${algorithm} and ${peer}`, set, ...summarize(ours, theirs) })
  console.log(line)
  if (process.env.RESULTS) appendFileSync(process.env.RESULTS, `${line}\n`)
}

/** Each side's numbers by seed, their mean and deviation, and Welch's t of the difference of the means: beyond 2 either way,
 *  chance alone is an unlikely cause. */
function summarize(ours: Measured[], theirs: Measured[]): object {
  const both = (name: 'acc' | 'auc') => {
    const [a, b] = [ours, theirs].map((all) => describe(all.flatMap((measured) => measured[name] ?? [])))
    const error = Math.sqrt(a!.deviation ** 2 / a!.values.length + b!.deviation ** 2 / b!.values.length)
    return { ours: a, theirs: b, t: Number(((a!.mean - b!.mean) / error).toFixed(2)) }
  }
  return { acc: both('acc'), ...(ours[0]?.auc !== undefined && { auc: both('auc') }) }
}

function describe(values: number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const deviation = Math.sqrt(squares / Math.max(1, values.length - 1))
  return { values, mean: Number(mean.toFixed(4)), deviation: Number(deviation.toFixed(4)) }
}
