import { EngineError } from '../../../contract/errors.ts'
import type { EngineContext } from '../../context.ts'
import type { AnyModel } from '../../models/learners/parts/general-model.ts'
import { loadAnyModel } from '../../models/learners/parts/load-any-model.ts'

/** @throws EngineError `fetch-failed` where there is no such file, `bad-file` where it is no model */
export async function readModel(url: string, { files }: EngineContext): Promise<AnyModel> {
  const bytes = await files.read(url)
  if (bytes) return loadAnyModel(bytes)
  throw new EngineError('fetch-failed', `There is no model file ${url}`, { url })
}
