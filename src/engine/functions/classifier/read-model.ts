import { EngineError } from '../../../contract/errors.ts'
import type { EngineContext } from '../../context.ts'
import type { ModelFacts } from '../../models/learners/file/model-facts.ts'
import type { AnyModel } from '../../models/learners/parts/general-model.ts'
import { loadModelAndFacts } from '../../models/learners/parts/load-any-model.ts'

/** A model, and what its file says beside it.
 *  @throws EngineError `fetch-failed` where there is no such file, `bad-file` where it is no model */
export async function readModel(
  url: string,
  { files }: EngineContext,
): Promise<{ model: AnyModel; facts: ModelFacts }> {
  const bytes = await files.read(url)
  if (bytes) return loadModelAndFacts(bytes)
  throw new EngineError('fetch-failed', `There is no model file ${url}`, { url })
}
