import { EngineError } from '../../../contract/errors.ts'
import type { ModelFacts } from '../../models/learners/file/model-facts.ts'
import type { AnyModel } from '../../models/learners/parts/general-model.ts'
import { loadModelAndFacts } from '../../models/learners/parts/load-any-model.ts'
import { importOnnx } from '../../models/onnx/import-onnx.ts'
import { recogniseFormat } from '../sources/recognise.ts'

/** Reads a model of any format, which shows in its bytes.
 *  @param featureNames of an ONNX file, in place of its own
 *  @throws EngineError `bad-file`, `not-supported`; `invalid-argument` for names that do not fit */
export function openModel(
  bytes: Uint8Array,
  featureNames?: readonly string[],
): { model: AnyModel; facts: ModelFacts } {
  if (recogniseFormat(bytes) === 'onnx') {
    return { model: importOnnx(bytes, featureNames), facts: { importedFrom: 'ONNX' } }
  }
  if (featureNames === undefined) return loadModelAndFacts(bytes)
  throw new EngineError(
    'invalid-argument',
    'featureNames is for ONNX files; a model file knows the names of its features',
    { parameter: 'featureNames' },
  )
}
