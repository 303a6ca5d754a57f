// One training and prediction of ours on a set of `gen.mjs`, in a process of its own so that its peak of memory is its own.
//
// PERF_DATA=... npx tsx bench/learners/measure-ours.ts ALGORITHM SET [SEED]
//   ALGORITHM   a named configuration (rf, gbt, ...), or a configuration as JSON
//   WORKERS     threads, 2 by default; ROWS, training rows, all by default
// Prints one JSON line.
import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'
import type { TrainTask } from '../../src/contract/learning.ts'
import { createLearning } from '../../src/engine/models/learners/create-learning.ts'
import { loadModel } from '../../src/engine/models/learners/load-model.ts'
import { parseConfig } from '../../src/engine/models/learners/parse-config.ts'
import { predict } from '../../src/engine/models/learners/predict.ts'
import type { WorkerLike } from '../../src/engine/models/learners/worker-like.ts'
import { predictedLabels } from '../../src/engine/models/metrics/categorical-statistics.ts'
import { rankAuc } from '../../src/engine/models/metrics/rank-auc.ts'

const FOLDER = process.env.PERF_DATA ?? './data'
const WORKERS = Number(process.env.WORKERS ?? 2)
const ROWS = process.env.ROWS ? Number(process.env.ROWS) : undefined

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

const bytes = (file: string): Uint8Array => readFileSync(`${FOLDER}/${file}.bin`)

/** As they lie in the memory that the file was read to, where that is aligned. */
function numbers(file: string): Float32Array {
  const { buffer, byteOffset, length } = bytes(file)
  const aligned = byteOffset % 4 === 0
  return aligned
    ? new Float32Array(buffer, byteOffset, length / 4)
    : new Float32Array(buffer.slice(byteOffset, byteOffset + length))
}

/** The first rows of a task: threads start, and their code is compiled, before the clock does. */
function firstRows(task: TrainTask, rows: number): TrainTask {
  const X = task.examples.X.slice(0, rows * task.examples.features.length)
  return { ...task, examples: { ...task.examples, rows, X, y: task.examples.y.slice(0, rows) } }
}

const seconds = (from: number): number => Number(((performance.now() - from) / 1000).toFixed(3))

async function main(algorithm: string, set: string, seed: number): Promise<void> {
  const { cols, classes } = JSON.parse(readFileSync(`${FOLDER}/${set}.meta.json`, 'utf8'))
  const y = Float64Array.from(bytes(`${set}.train.y`)).subarray(0, ROWS)
  const task: TrainTask = {
    examples: {
      features: cols.map((name: string) => ({ name })),
      X: numbers(`${set}.train.X`).subarray(0, y.length * cols.length),
      rows: y.length,
      y,
      labels: Array.from({ length: classes }, (_, k) => k),
    },
    mode: 'categorical',
    config: algorithm.startsWith('{')
      ? parseConfig(JSON.parse(algorithm))
      : parseConfig(undefined, algorithm),
    equalizationFactor: 0,
    seed,
  }
  const learning = createLearning({ spawn: spawnThread, workers: WORKERS })
  await learning.train(firstRows(task, Math.min(200, y.length)), {})
  const fitting = performance.now()
  const file = await learning.train(task, {})
  const fit_s = seconds(fitting)
  learning.close()
  const trained_mb = Math.round(process.resourceUsage().maxRSS / 1024)
  const model = loadModel(file)
  const actual = bytes(`${set}.test.y`)
  const scores = predict(model, numbers(`${set}.test.X`), actual.length)
  const predicted = predictedLabels(scores, classes)
  const right = actual.filter((label, r) => label === predicted[r]).length
  const predicting = performance.now()
  predict(model, task.examples.X, y.length)
  const predict_s = seconds(predicting)
  const scoresOf = (label: number): Float64Array =>
    scores.filter((_, i) => i % 2 === 1 && actual[i >> 1] === label)
  console.log(
    JSON.stringify({
      peer: `ours ${algorithm}`,
      set,
      seed,
      jobs: WORKERS,
      fit_s,
      predict_train_rows_s: Math.round(y.length / predict_s),
      acc: Number((right / actual.length).toFixed(4)),
      ...(classes === 2 && { auc: Number(rankAuc(scoresOf(1), scoresOf(0)).toFixed(4)) }),
      peak_mb: trained_mb,
      ...model.training,
      file_bytes: file.length,
    }),
  )
}

const [algorithm = 'rf', set = 'emb213', seed = '1'] = process.argv.slice(2)
await main(algorithm, set, Number(seed))
