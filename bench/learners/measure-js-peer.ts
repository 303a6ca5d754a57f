// One training of a JavaScript or WebAssembly peer on a set of `gen.mjs`, in a process of its own.
//
// PERF_DATA=... PEERS=FOLDER npx tsx bench/learners/measure-js-peer.ts PEER SET TREES
//   PEER     ml-random-forest, or ydf-training (it always grows 300 trees)
//   PEERS    a folder in which those packages are installed
//   ROWS     training rows, all by default
// Prints one JSON line.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

interface YdfModel {
  predict(csv: string): number[][]
}

const FOLDER = process.env.PERF_DATA ?? './data'
const ROWS = process.env.ROWS ? Number(process.env.ROWS) : undefined
const load = createRequire(path.resolve(process.env.PEERS ?? '.', 'package.json'))

/** A matrix's rows as arrays. */
function read(set: string, part: string, columns: number): { X: number[][]; y: number[] } {
  const { buffer } = Uint8Array.from(readFileSync(`${FOLDER}/${set}.${part}.X.bin`))
  const values = new Float32Array(buffer)
  const y = [...readFileSync(`${FOLDER}/${set}.${part}.y.bin`)].slice(0, ROWS)
  return { X: y.map((_, r) => Array.from(values.subarray(r * columns, (r + 1) * columns))), y }
}

const toCsv = (cols: string[], { X, y }: { X: number[][]; y: number[] }): string =>
  [`${cols.join(',')},label`, ...X.map((row, r) => `${row.join(',')},c${y[r]}`)].join('\n')

async function main(peer: string, set: string, trees: number): Promise<void> {
  const { cols } = JSON.parse(readFileSync(`${FOLDER}/${set}.meta.json`, 'utf8')) as { cols: string[] }
  const train = read(set, 'train', cols.length)
  let fit_s: number
  if (peer === 'ml-random-forest') {
    const { RandomForestClassifier } = load(peer)
    const share = Math.sqrt(cols.length) / cols.length
    const options = { nEstimators: trees, maxFeatures: share, replacement: false, seed: 1, noOOB: true }
    const start = performance.now()
    new RandomForestClassifier(options).train(train.X, train.y)
    fit_s = (performance.now() - start) / 1000
  } else {
    const ydf = await load(peer)({ print: () => {}, printErr: () => {} })
    const csv = toCsv(cols, train)
    const start = performance.now()
    const model: YdfModel = new ydf.RandomForestLearner('label', 'CLASSIFICATION').train(csv)
    fit_s = (performance.now() - start) / 1000
    model.predict(csv)
  }
  console.log(JSON.stringify({ peer, set, rows: train.y.length, trees, fit_s: Number(fit_s.toFixed(3)) }))
}

const [peer = 'ml-random-forest', set = 'emb213', trees = '100'] = process.argv.slice(2)
await main(peer, set, Number(trees))
