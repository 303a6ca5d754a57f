import { EngineError } from '../../../contract/errors.ts'
import type { EngineContext } from '../../context.ts'
import { writeModelFile } from '../../models/learners/file/write-model-file.ts'
import { loadModelAndFacts } from '../../models/learners/parts/load-any-model.ts'
import { exportOnnx } from '../../models/onnx/export-onnx.ts'
import { param } from '../../params.ts'
import { checkFileUrl } from '../check-file-url.ts'
import { defineProcedure } from '../define-procedure.ts'

/** Writes a trained model as a file of its own. */
export const exportModel = defineProcedure({
  type: 'export.model',
  summary:
    'Writes the model of a `classifier` function as a file: the model file, which import.model reads back bit for bit, or ONNX, which onnxruntime and others run with the same scores.',
  params: {
    functionName: param.string('The function whose model it is.', { default: '' }),
    modelFileUrl: param.string('Or the model file itself: a file:/// URL.', { default: '' }),
    format: param.oneOf('`mldb`: docs/model-file.md; `onnx`: ONNX.', ['mldb', 'onnx'], { default: 'mldb' }),
    dataFileUrl: param.url('Where to: a file:/// URL.'),
  },
  check({ functionName, modelFileUrl, dataFileUrl }) {
    if ((functionName === '') === (modelFileUrl === '')) {
      throw new EngineError(
        'invalid-argument',
        'export.model needs a functionName or a modelFileUrl, not both',
      )
    }
    checkFileUrl(dataFileUrl, 'dataFileUrl')
  },
  async run({ params, context }) {
    const url = params.modelFileUrl || (await modelFileOf(params.functionName, context))
    const bytes = await context.files.read(url)
    if (!bytes) throw new EngineError('fetch-failed', `There is no model file ${url}`, { url })
    const { model, facts } = loadModelAndFacts(bytes)
    const file = params.format === 'onnx' ? exportOnnx(model) : writeModelFile(model, facts)
    await context.files.write(params.dataFileUrl, file)
    return { status: { format: params.format, sizeBytes: file.length } }
  },
})

const MODEL_TYPES = ['classifier', 'classifier.explain']

async function modelFileOf(id: string, { storage }: EngineContext): Promise<string> {
  const kept = (await storage.get('functions', id)) as
    | { config: { type: string; params?: { modelFileUrl?: unknown } } }
    | undefined
  if (!kept) throw new EngineError('not-found', `function entry '${id}' does not exist or has been deleted`)
  const { type, params } = kept.config
  const url = params?.modelFileUrl
  if (MODEL_TYPES.includes(type) && typeof url === 'string') return url
  throw new EngineError(
    'not-supported',
    `function '${id}' is of type ${type}: only functions of type ${MODEL_TYPES.join(' and ')} have a model that can be exported`,
  )
}
