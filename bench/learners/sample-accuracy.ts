// Accuracy on the sample photographs: the walk-through's configuration and a random forest of 300 trees, on halves of
// the photographs drawn by label, beside scikit-learn's forest on the same halves.
//
// npx tsx bench/learners/sample-accuracy.ts FEATURES.json [SEEDS]
//   FEATURES.json  {"rows", "columns", "labels": [one a row]}; beside it FEATURES.X.bin, Float32, row-major
//   SEEDS          number of halves, 5 by default
// scikit-learn is Debian's python3-sklearn; without it (or PYTHON naming another) its column is left out.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { NAMED_CONFIGS } from '../../src/engine/models/learners/named-configs.ts'
import { parseConfig } from '../../src/engine/models/learners/parse-config.ts'
import { predict } from '../../src/engine/models/learners/predict.ts'
import { Random, shuffleFirst } from '../../src/engine/models/learners/random.ts'
import { trainHere } from '../../src/engine/models/learners/train-here.ts'
import { predictedLabels } from '../../src/engine/models/metrics/categorical-statistics.ts'

interface Features {
  rows: number
  columns: number
  labels: string[]
}

const CONFIGS = {
  "the walk-through's": {
    type: 'bagging',
    num_bags: 15,
    weak_learner: {
      type: 'boosting',
      min_iter: 5,
      max_iter: 30,
      weak_learner: { type: 'decision_tree', max_depth: 5, update_alg: 'gentle', random_feature_propn: 0.6 },
    },
  },
  'forest of 300': { ...(NAMED_CONFIGS.rf as object), num_bags: 300 },
}

const SKLEARN = `
import json, sys
import numpy as np
from sklearn.ensemble import RandomForestClassifier
meta = json.load(open(sys.argv[1]))
X = np.fromfile(sys.argv[2], np.float32).reshape(meta['rows'], meta['columns'])
y = np.array(meta['labels'])
results = []
for split in json.load(open(sys.argv[3])):
    accuracies = []
    for seed in range(5):
        forest = RandomForestClassifier(300, random_state=seed, n_jobs=2).fit(X[split['train']], y[split['train']])
        accuracies.append(float((forest.predict(X[split['test']]) == y[split['test']]).mean()))
    results.append(accuracies)
print(json.dumps(results))
`

/** Halves of the rows of each label. */
function halve(labels: string[], seed: number): { train: number[]; test: number[] } {
  const random = new Random(seed)
  const split = { train: [] as number[], test: [] as number[] }
  for (const label of new Set(labels)) {
    const rows = Int32Array.from(labels.flatMap((l, r) => (l === label ? [r] : [])))
    shuffleFirst(rows, rows.length, random)
    // The odd one goes to either side in turn, so that neither half is the larger.
    const half = split.train.length > split.test.length ? rows.length >> 1 : (rows.length + 1) >> 1
    split.train.push(...rows.subarray(0, half))
    split.test.push(...rows.subarray(half))
  }
  return split
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

function runSklearn(file: string, xFile: string, splits: object[]): number[][] | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'sample-accuracy-'))
  const script = path.join(folder, 'forest.py')
  const splitsFile = path.join(folder, 'splits.json')
  writeFileSync(script, SKLEARN)
  writeFileSync(splitsFile, JSON.stringify(splits))
  const python = spawnSync(process.env.PYTHON ?? '/usr/bin/python3', [script, file, xFile, splitsFile], {
    encoding: 'utf8',
  })
  return python.status === 0 ? (JSON.parse(python.stdout) as number[][]) : undefined
}

async function main(): Promise<void> {
  const [file, count = '5'] = process.argv.slice(2)
  if (!file) throw new Error('Usage: npx tsx bench/learners/sample-accuracy.ts FEATURES.json [SEEDS]')
  const { rows, columns, labels: rowLabels } = JSON.parse(readFileSync(file, 'utf8')) as Features
  const xFile = file.replace(/\.json$/, '.X.bin')
  const X = new Float32Array(new Uint8Array(readFileSync(xFile)).buffer)
  if (X.length !== rows * columns) throw new Error(`${xFile} does not hold ${rows} x ${columns} numbers`)
  const labels = [...new Set(rowLabels)].sort()
  const take = (picked: number[]): Float32Array => {
    const part = new Float32Array(picked.length * columns)
    picked.forEach((r, i) => {
      part.set(X.subarray(r * columns, (r + 1) * columns), i * columns)
    })
    return part
  }
  const splits = Array.from({ length: Number(count) }, (_, i) => halve(rowLabels, i + 1))
  for (const [name, config] of Object.entries(CONFIGS)) {
    const accuracies: number[] = []
    const started = performance.now()
    for (const [i, { train, test }] of splits.entries()) {
      const model = await trainHere({
        examples: {
          features: Array.from({ length: columns }, (_, f) => ({ name: `pool_3.0.0.0.${f}` })),
          X: take(train),
          rows: train.length,
          y: Float64Array.from(train, (r) => labels.indexOf(rowLabels[r]!)),
          labels,
        },
        mode: 'categorical',
        config: parseConfig(config),
        equalizationFactor: 0.5,
        seed: i + 1,
      })
      const predicted = predictedLabels(predict(model, take(test), test.length), labels.length)
      accuracies.push(test.filter((r, t) => labels[predicted[t]!] === rowLabels[r]).length / test.length)
    }
    const ms = Math.round((performance.now() - started) / splits.length)
    print(name, accuracies, `${ms} ms each, one thread`)
  }
  const sklearn = runSklearn(file, xFile, splits)
  if (!sklearn) console.log('scikit-learn: not there (apt install python3-sklearn)')
  else {
    const bySeed = [0, 1, 2, 3, 4].map((seed) => mean(sklearn.map((accuracies) => accuracies[seed]!)))
    const spread = `means by seed ${bySeed.map((value) => value.toFixed(3)).join(' ')}`
    print('scikit-learn, 300', sklearn.map(mean), spread)
  }
}

function print(name: string, accuracies: number[], note: string): void {
  const each = accuracies.map((accuracy) => accuracy.toFixed(3)).join(' ')
  console.log(`${name.padEnd(18)} mean ${mean(accuracies).toFixed(4)}   ${each}   ${note}`)
}

await main()
