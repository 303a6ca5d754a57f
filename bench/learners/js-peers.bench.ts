// Training time of forests beside JavaScript's and WebAssembly's: ml-random-forest and Yggdrasil's ydf-training. They are
// installed from the npm registry into a temporary folder, or taken from PEERS where that names one.
//
// PERF_DATA=... npx tsx bench/learners/js-peers.bench.ts SET...
//   SET         emb213, emb2000, higgs
//   ML_TREES    trees that ml-random-forest grows, 100 by default; its time is counted for as many as ours
//   ROWS        training rows of all, the whole set by default
//   ONLY        the one peer to run
// Prints one JSON line a measurement; RESULTS=file appends them to it.
import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'

const PACKAGES = ['ml-random-forest@2.1.0', 'ydf-training@0.0.1']
/** ydf-training knows no other number. */
const YDF_TREES = 300
const ML_TREES = Number(process.env.ML_TREES ?? 100)
/** Trees that each peer grows, and that times are counted for. */
const PEERS = [
  ['ml-random-forest', ML_TREES, 100],
  ['ydf-training', YDF_TREES, YDF_TREES],
] as const

const here = (name: string): string => new URL(name, import.meta.url).pathname

function run(script: string, args: string[], peers: string): { fit_s: number } {
  const env = { ...process.env, PEERS: peers }
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', here(script), ...args], {
    encoding: 'utf8',
    env,
  })
  if (status !== 0) throw new Error(stderr)
  const result = JSON.parse(stdout.trim().split('\n').at(-1)!)
  report(result)
  return result
}

function report(result: object): void {
  const line = JSON.stringify({ ...result, cpu: cpus()[0]?.model.trim(), cores: cpus().length })
  console.log(line)
  if (process.env.RESULTS) appendFileSync(process.env.RESULTS, `${line}\n`)
}

function install(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'learner-peers-'))
  writeFileSync(path.join(folder, 'package.json'), '{"private": true}')
  const npm = spawnSync('npm', ['install', '--no-audit', '--no-fund', ...PACKAGES], {
    cwd: folder,
    encoding: 'utf8',
  })
  if (npm.status !== 0) throw new Error(npm.stderr)
  return folder
}

const forest = (trees: number): string =>
  JSON.stringify({
    type: 'bagging',
    num_bags: trees,
    validation_split: 0,
    weak_learner: { type: 'decision_tree', max_depth: 16, random_feature_propn: 'sqrt' },
  })

const ratio = (theirs: number, ours: number): number => Number((theirs / ours).toFixed(1))

const folder = process.env.PEERS ?? install()
try {
  for (const set of process.argv.slice(2)) {
    for (const [peer, trees, counted] of PEERS) {
      if (process.env.ONLY && process.env.ONLY !== peer) continue
      const ours = run('./measure-ours.ts', [forest(counted), set], folder)
      const theirs = run('./measure-js-peer.ts', [peer, set, String(trees)], folder)
      report({
        ratio: `times as fast as ${peer}`,
        set,
        fit: ratio((theirs.fit_s * counted) / trees, ours.fit_s),
      })
    }
  }
} finally {
  if (!process.env.PEERS) rmSync(folder, { recursive: true })
}
