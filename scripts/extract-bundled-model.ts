// Unpacks the Inception-v3 inside the npm package nsfwjs into plain files that the app can serve:
// .cache/models/nsfwjs-inception-v3/{model.json,weights.bin,model-card.json}. The package holds them as JavaScript
// modules; they are read as text and never executed. Run by `npx tsx scripts/extract-bundled-model.ts`.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { digestModel } from '../src/engine/models/sources/digest-model.ts'
import { BUNDLED } from '../src/engine/models/sources/known-models.ts'
import { parseModelJson, weightTotal } from '../src/engine/models/sources/parse-model-json.ts'
import { readObjectLiteral } from './read-object-literal.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const packageFolder = join(root, 'node_modules/nsfwjs')
const source = join(packageFolder, 'dist/models/inception_v3')

/** nsfwjs divides pixels by 255 before its network. Its resize aligns corners; ours is that of the 2015 graph for every
 *  network, which shifts a sample by a pixel at most. */
const PREPROCESSING = { width: 299, height: 299, subtract: 0, divide: 255, halfPixelCenters: false }

/** Writes the three files unless they are there for the installed version. Returns their folder. */
export async function extractBundledModel(
  target = join(root, '.cache/models/nsfwjs-inception-v3'),
): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string
  }
  const cardPath = join(target, 'model-card.json')
  if (existsSync(cardPath) && readFileSync(cardPath, 'utf8').includes(`nsfwjs ${version},`)) return target
  const weights = readWeights()
  const whole = readObjectLiteral(readFileSync(join(source, 'model.min.js'), 'utf8'), '.exports=') as {
    weightsManifest: { paths: string[] }[]
  }
  whole.weightsManifest[0]!.paths = ['weights.bin']
  const json = new TextEncoder().encode(JSON.stringify(whole))
  const expected = weightTotal(parseModelJson(json, 'nsfwjs'))
  if (expected !== weights.byteLength)
    throw new Error(`nsfwjs holds ${weights.byteLength} bytes, not ${expected}`)
  const { title, licence, output, outputSize, goodFor, caveat } = BUNDLED.info
  const card = {
    title,
    source: `npm package nsfwjs ${version}, extracted when the app was built`,
    licence,
    digest: await digestModel(json, weights, PREPROCESSING),
    output,
    outputSize,
    goodFor,
    caveat,
    preprocessing: PREPROCESSING,
  }
  const files = {
    'model.json': json,
    'weights.bin': weights,
    'model-card.json': JSON.stringify(card, null, 2),
  }
  writeFolder(target, files)
  return target
}

function readWeights(): Uint8Array {
  const shards = readdirSync(source)
    .filter((name) => /^group1-shard\d+of\d+\.min\.js$/.test(name))
    .sort((a, b) => shardNumber(a) - shardNumber(b))
  const parts = shards.map((name) => {
    const text = readFileSync(join(source, name), 'utf8')
    const base64 = /\.exports="([A-Za-z0-9+/=]+)"/.exec(text)?.[1]
    if (!base64) throw new Error(`${name} holds no base64 text`)
    return Buffer.from(base64, 'base64')
  })
  return new Uint8Array(Buffer.concat(parts))
}

const shardNumber = (name: string): number => Number(/shard(\d+)of/.exec(name)?.[1])

/** All files or none: written beside, then renamed. */
function writeFolder(target: string, files: Record<string, Uint8Array | string>): void {
  const draft = `${target}.new`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true })
  for (const [name, content] of Object.entries(files)) writeFileSync(join(draft, name), content)
  rmSync(target, { recursive: true, force: true })
  renameSync(draft, target)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await extractBundledModel())
