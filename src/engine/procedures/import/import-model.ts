import { EngineError } from '../../../contract/errors.ts'
import type { EngineContext } from '../../context.ts'
import { isPackedModel } from '../../models/learners/file/read-model-file.ts'
import { writeModelFile } from '../../models/learners/file/write-model-file.ts'
import { summarizeAny } from '../../models/learners/parts/describe-any.ts'
import { param } from '../../params.ts'
import { checkFileUrl } from '../check-file-url.ts'
import { defineProcedure } from '../define-procedure.ts'
import { openModel } from '../model/open-model.ts'
import { readSource } from '../sources/read-source.ts'

/** Makes a function of a model that comes as a file. */
export const importModel = defineProcedure({
  type: 'import.model',
  summary:
    'Makes a `classifier` function of a model file (docs/model-file.md) or an ONNX file of trees, linear models or layers. What it is shows in its bytes.',
  params: {
    dataFileUrl: param.url(
      'The file: http(s)://, file:///, data:, blob:, or an address relative to the app.',
    ),
    functionName: param.string('Name of the function to create.'),
    modelFileUrl: param.string(
      'Where to keep the model: a file:/// URL; by default `file:///models/<functionName>.cls`.',
      { default: '' },
    ),
    featureNames: param.optional(
      param.list(
        param.string(''),
        'ONNX: names of the features, in the order of its inputs and their columns; by default those in the file.',
      ),
    ),
    replace: param.boolean('Replace a function or a file of that name, which otherwise is an error.', {
      default: false,
    }),
  },
  check({ functionName, modelFileUrl }) {
    if (functionName === '') throw new EngineError('invalid-argument', 'functionName must not be empty')
    if (modelFileUrl !== '') checkFileUrl(modelFileUrl, 'modelFileUrl')
  },
  async run({ params, context, call }) {
    const id = params.functionName
    const modelFileUrl = params.modelFileUrl || `file:///models/${encodeURIComponent(id)}.cls`
    if (!params.replace) await refuseConflicts(id, modelFileUrl, context)
    const { bytes } = await readSource(params.dataFileUrl, context, call)
    const { model, facts } = openModel(bytes, params.featureNames)
    // A file of this version stays as it is, byte by byte.
    const created = new Date().toISOString()
    const file = isPackedModel(bytes) ? bytes : writeModelFile(model, { created, ...facts })
    await context.functions.publish(
      [{ path: modelFileUrl, bytes: file }],
      [{ id, type: 'classifier', params: { modelFileUrl } }],
      call,
    )
    return {
      status: {
        functionName: id,
        modelFileUrl,
        mode: model.mode,
        summary: summarizeAny(model),
        features: model.features.length,
        labels: model.labels,
      },
    }
  },
})

async function refuseConflicts(
  id: string,
  modelFileUrl: string,
  { storage, files }: EngineContext,
): Promise<void> {
  const there: string[] = []
  if ((await storage.get('functions', id)) !== undefined) there.push(`function ${id}`)
  if ((await files.read(modelFileUrl)) !== undefined) there.push(`file ${modelFileUrl}`)
  if (there.length === 0) return
  throw new EngineError(
    'conflict',
    `${there.join(' and ')} ${there.length > 1 ? 'are' : 'is'} here already; choose another name, or set "replace" to true`,
    { conflicts: there },
  )
}
