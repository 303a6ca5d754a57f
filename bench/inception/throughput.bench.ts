// Images a second through Inception-v3, in Node: one stock tfjs-wasm engine on the layers model beside our pool on the
// same weights, photographs and machine, decoding included on both sides. Run by
// `npx tsx bench/inception/throughput.bench.ts [images]`; appends to bench/results/inception.json. Beside other work
// the numbers fall; compare only what stands in one entry.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { createInception } from '../../src/engine/models/inception/create-inception.ts'
import { createEmbedder } from '../../src/engine/models/inception/embedder.ts'
import { decodeWithSharp } from '../../src/server/inception/decode-with-sharp.ts'
import { spawnInception } from '../../src/server/inception/spawn-inception.ts'
import { readNetwork } from '../../tests/golden/inception/read-network.ts'

const RESULTS = 'bench/results/inception.json'
const count = Number(process.argv[2] ?? 24)
const network = readNetwork()
const images = readFileSync('public/samples/photos.csv', 'utf8')
  .trim()
  .split('\n')
  .slice(1, count + 1)
  .map((line) => new Uint8Array(readFileSync(`public/${line.split(',')[1]}`)))

/** Milliseconds an image, after two images to warm up. */
async function measure(embed: (images: Uint8Array[]) => Promise<unknown>): Promise<number> {
  await embed(images.slice(0, 2))
  const start = performance.now()
  await embed(images)
  return (performance.now() - start) / images.length
}

const single = createEmbedder({ decode: decodeWithSharp })
await single.load({ files: network, backend: 'wasm' })
const oneEngine = await measure(async (batch) => {
  for (const image of batch)
    await single.embed({ digest: network.digest, images: [image], outputs: ['pool_3'] })
})

const cores = cpus().length
const pool = createInception({ spawn: spawnInception, cores })
await pool.load(network, 'wasm', {})
const pooled = await measure((batch) => pool.embed(network.digest, batch, ['pool_3'], {}))
pool.close()

const entry = {
  when: new Date().toISOString(),
  commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
  machine: { cpu: cpus()[0]?.model, cores, node: process.version, load: Number(loadavg()[0]!.toFixed(1)) },
  images: images.length,
  msPerImage: { stockOneEngine: Math.round(oneEngine), pool: Math.round(pooled) },
  speedup: Number((oneEngine / pooled).toFixed(2)),
}
mkdirSync('bench/results', { recursive: true })
const entries = existsSync(RESULTS) ? (JSON.parse(readFileSync(RESULTS, 'utf8')) as unknown[]) : []
writeFileSync(RESULTS, `${JSON.stringify([...entries, entry], null, 2)}\n`)
console.log(JSON.stringify(entry, null, 2))
process.exit(0)
