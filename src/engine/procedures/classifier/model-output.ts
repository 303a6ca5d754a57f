import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import type { EngineContext } from '../../context.ts'
import type { ModelFacts } from '../../models/learners/file/model-facts.ts'
import { writeModelFile } from '../../models/learners/file/write-model-file.ts'
import { loadAnyModel } from '../../models/learners/parts/load-any-model.ts'
import { type ParamValues, param } from '../../params.ts'
import { checkFileUrl } from '../check-file-url.ts'

/** Where a trained model goes. */
export const MODEL_OUTPUT = {
  modelFileUrl: param.string('Where to save the model: a file:/// URL.', { default: '' }),
  functionName: param.string('Name of a function to create of the model; needs modelFileUrl.', {
    default: '',
  }),
}

type ModelOutput = ParamValues<typeof MODEL_OUTPUT>

/** @throws EngineError `invalid-argument` for a function without a file, or an address that no file can have */
export function checkModelOutput({ modelFileUrl, functionName }: ModelOutput): void {
  if (functionName !== '' && modelFileUrl === '') {
    throw new EngineError(
      'invalid-argument',
      `functionName '${functionName}' needs a modelFileUrl to save the model`,
    )
  }
  if (modelFileUrl !== '') checkFileUrl(modelFileUrl, 'modelFileUrl')
}

/** A model as the learners hand it over, as the file that is kept: smaller, and with what is known of it. */
export const toKeptModel = (trained: Uint8Array, facts: ModelFacts): Uint8Array =>
  writeModelFile(loadAnyModel(trained), facts)

/** Writes a model's file and creates its function, each if it is named: both appear, or none. */
export async function publishModel(
  bytes: Uint8Array,
  functionType: string,
  { modelFileUrl, functionName }: ModelOutput,
  { functions }: EngineContext,
  call: Call,
): Promise<void> {
  if (call.signal?.aborted) throw new EngineError('cancelled', 'The run was cancelled.')
  await functions.publish(
    modelFileUrl === '' ? [] : [{ path: modelFileUrl, bytes }],
    functionName === '' ? [] : [{ id: functionName, type: functionType, params: { modelFileUrl } }],
    call,
  )
}
