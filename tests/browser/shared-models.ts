import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The folder of networks for development (MLDB_MODELS, else ../shared/models), or undefined where there is none: the
 *  tests then use the bundled network. */
export function sharedModels(): string | undefined {
  const folder = resolve(process.env.MLDB_MODELS ?? '../shared/models')
  return existsSync(join(folder, 'inception-v3', 'model.json')) ? folder : undefined
}
