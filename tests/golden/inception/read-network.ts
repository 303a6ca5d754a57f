import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { NetworkFiles } from '../../../src/contract/inception.ts'

/** The folder of development models, named by MLDB_MODELS or beside the checkout. */
export const modelsFolder = process.env.MLDB_MODELS ?? '../shared/models'

/** Reads a layers model from a folder, or says plainly that it is missing. */
export function readNetwork(folder = join(modelsFolder, 'inception-v3')): NetworkFiles {
  const path = join(folder, 'model.json')
  if (!existsSync(path)) throw new Error(`no network at ${path}: set MLDB_MODELS to the folder of models`)
  const json = readFileSync(path)
  const modelJson = JSON.parse(json.toString('utf8')) as { weightsManifest: { paths: string[] }[] }
  const shards = modelJson.weightsManifest
    .flatMap((group) => group.paths)
    .map((name) => readFileSync(join(folder, name)))
  const weights = new Uint8Array(Buffer.concat(shards))
  return {
    digest: createHash('sha256').update(json).update(weights).digest('hex'),
    format: 'layers-model',
    modelJson,
    weights,
    preprocessing: { width: 299, height: 299, subtract: 128, divide: 128, halfPixelCenters: false },
  }
}
