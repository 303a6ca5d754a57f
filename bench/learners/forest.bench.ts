// Training time, prediction speed, memory and accuracy on made-up sets, ours and a native peer's side by side in one run.
//
// PERF_DATA=... npx tsx bench/learners/forest.bench.ts OURS PEER SET...
//   OURS        a named configuration: rf, gbt
//   PEER        rf (scikit-learn's forest), hgb (its histogram gradient boosting), xgbrf (XGBoost's forest); "none"
//   SET         emb213, emb2000, higgs, airline
//   PERF_DATA   where gen.mjs wrote its sets (.meta.json, .train.X.bin, .train.y.bin, .test...)
//   WORKERS     threads on both sides, 2 by default; PYTHON, /usr/bin/python3 by default
// Prints one JSON line a measurement and one with the ratios; RESULTS=file appends them to it.
import { spawnSync } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { cpus } from 'node:os'

const WORKERS = process.env.WORKERS ?? '2'
const PYTHON = process.env.PYTHON ?? '/usr/bin/python3'
const here = (name: string): string => new URL(name, import.meta.url).pathname

interface Measured {
  fit_s: number
  predict_train_rows_s: number
  peak_mb: number
}

function run(command: string, args: string[]): Measured {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  report(JSON.parse(stdout))
  return JSON.parse(stdout)
}

function report(result: object): void {
  const line = JSON.stringify({ ...result, cpu: cpus()[0]?.model.trim(), cores: cpus().length })
  console.log(line)
  if (process.env.RESULTS) appendFileSync(process.env.RESULTS, `${line}\n`)
}

const [algorithm = 'rf', peer = 'rf', ...sets] = process.argv.slice(2)
for (const set of sets) {
  const ours = run(process.execPath, ['--import', 'tsx', here('./measure-ours.ts'), algorithm, set])
  if (peer === 'none') continue
  const theirs = run(PYTHON, [here('./measure_sklearn.py'), peer, set, WORKERS])
  report({
    ratios: `ours ${algorithm} to ${peer}`,
    set,
    fit: Number((ours.fit_s / theirs.fit_s).toFixed(3)),
    predict: Number((theirs.predict_train_rows_s / ours.predict_train_rows_s).toFixed(3)),
    memory: Number((ours.peak_mb / theirs.peak_mb).toFixed(3)),
  })
}
