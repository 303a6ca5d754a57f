// Training time and accuracy on the made-up sets of the learners' baselines, beside scikit-learn in the same run.
//
// PERF_DATA=... npx tsx bench/learners/forest.bench.ts SET...     (emb213, emb2000, higgs, airline)
//   PERF_DATA   where gen.mjs wrote its sets (.meta.json, .train.X.bin, .train.y.bin, .test...)
//   RF_SKLEARN  the baseline's script (rf_sklearn.py); without it there is no comparison
//   WORKERS     threads on both sides, 2 by default
// Prints one JSON line a measurement; RESULTS=file appends them to it.
import { spawnSync } from 'node:child_process'
import { appendFileSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { Worker } from 'node:worker_threads'
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'
import type { TrainTask } from '../../src/contract/learning.ts'
import { createLearning } from '../../src/engine/models/learners/create-learning.ts'
import { loadModel } from '../../src/engine/models/learners/load-model.ts'
import { NAMED_CONFIGS } from '../../src/engine/models/learners/named-configs.ts'
import { parseConfig } from '../../src/engine/models/learners/parse-config.ts'
import { predict } from '../../src/engine/models/learners/predict.ts'
import type { WorkerLike } from '../../src/engine/models/learners/worker-like.ts'
import { booleanStatistics } from '../../src/engine/models/metrics/boolean-statistics.ts'
import { predictedLabels } from '../../src/engine/models/metrics/categorical-statistics.ts'

const FOLDER = process.env.PERF_DATA ?? './data'
const WORKERS = Number(process.env.WORKERS ?? 2)
const WALK_THROUGH = {
  type: 'bagging',
  num_bags: 15,
  weak_learner: {
    type: 'boosting',
    min_iter: 5,
    max_iter: 30,
    weak_learner: { type: 'decision_tree', max_depth: 5, update_alg: 'gentle', random_feature_propn: 0.6 },
  },
}

function spawnThread(): WorkerLike {
  const entry = new URL('./tree-worker.ts', import.meta.url).href
  const worker = new Worker(
    `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(entry)}) })`,
    { eval: true },
  )
  worker.unref()
  return {
    endpoint: nodeEndpoint(worker),
    terminate: () => void worker.terminate(),
    onDeath: (listener) => void worker.once('error', (error) => listener(String(error))),
  }
}

function read(set: string, part: 'train' | 'test') {
  const bytes = (kind: string) => new Uint8Array(readFileSync(`${FOLDER}/${set}.${part}.${kind}.bin`))
  return { X: new Float32Array(bytes('X').buffer), y: bytes('y') }
}

function makeTask(set: string, columns: string[], classes: number, config: unknown): TrainTask {
  const { X, y } = read(set, 'train')
  return {
    examples: {
      features: columns.map((name) => ({ name })),
      X,
      rows: y.length,
      y: Float64Array.from(y),
      labels: Array.from({ length: classes }, (_, k) => k),
    },
    mode: 'categorical',
    config: parseConfig(config),
    equalizationFactor: 0,
    seed: 1,
  }
}

async function measure(set: string, name: string, config: unknown): Promise<number> {
  const meta = JSON.parse(readFileSync(`${FOLDER}/${set}.meta.json`, 'utf8'))
  const learning = createLearning({ spawn: spawnThread, workers: WORKERS })
  const task = makeTask(set, meta.cols, meta.classes, config)
  // Threads start, and their code is compiled, before the clock does.
  await learning.train(makeSmall(task), {})
  const started = performance.now()
  const file = await learning.train(task, {})
  const fitS = (performance.now() - started) / 1000
  learning.close()
  const model = loadModel(file)
  const { X, y } = read(set, 'test')
  const predicting = performance.now()
  const scores = predict(model, X, y.length)
  const predictS = (performance.now() - predicting) / 1000
  const predicted = predictedLabels(scores, meta.classes)
  const right = y.filter((label, r) => label === predicted[r]).length
  const auc =
    meta.classes === 2
      ? booleanStatistics({ scores: scores.filter((_, i) => i % 2 === 1), actual: y }).auc
      : undefined
  report({
    peer: `ours ${name}`,
    set,
    jobs: WORKERS,
    fit_s: round(fitS),
    acc: round(right / y.length, 4),
    ...(auc !== undefined && { auc: round(auc, 4) }),
    predict_rows_s: Math.round(y.length / predictS),
    ...model.training,
    file_bytes: file.length,
  })
  return fitS
}

/** The first rows of a task, for warming up. */
function makeSmall(task: TrainTask): TrainTask {
  const rows = Math.min(200, task.examples.rows)
  const X = task.examples.X.slice(0, rows * task.examples.features.length)
  return { ...task, examples: { ...task.examples, rows, X, y: task.examples.y.slice(0, rows) } }
}

const round = (value: number, digits = 3): number => Number(value.toFixed(digits))

function report(result: object): void {
  const line = JSON.stringify({ ...result, cpu: cpus()[0]?.model })
  console.log(line)
  if (process.env.RESULTS) appendFileSync(process.env.RESULTS, `${line}\n`)
}

for (const set of process.argv.slice(2)) {
  const ours = await measure(set, 'rf', NAMED_CONFIGS.rf)
  if (process.env.RF_SKLEARN) {
    const python = process.env.PYTHON ?? '/usr/bin/python3'
    const run = spawnSync(python, [process.env.RF_SKLEARN, 'rf', set, String(WORKERS)], { encoding: 'utf8' })
    if (run.status !== 0) throw new Error(run.stderr)
    const sklearn = JSON.parse(run.stdout)
    report({ ...sklearn, ratio_ours_to_this: round(ours / sklearn.fit_s) })
  }
  if (set === 'emb213') await measure(set, "the walk-through's", WALK_THROUGH)
}
