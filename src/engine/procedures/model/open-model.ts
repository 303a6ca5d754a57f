import { EngineError } from '../../../contract/errors.ts'
import type { ModelFacts } from '../../models/learners/file/model-facts.ts'
import type { AnyModel } from '../../models/learners/parts/general-model.ts'
import { loadModelAndFacts } from '../../models/learners/parts/load-any-model.ts'
import { recogniseFormat } from '../sources/recognise.ts'

/** Reads a model of any format, which shows in its bytes. @throws EngineError `bad-file`, `not-supported` */
export function openModel(bytes: Uint8Array): { model: AnyModel; facts: ModelFacts } {
  if (recogniseFormat(bytes) === 'onnx') {
    throw new EngineError('not-supported', 'ONNX files can be written (export.model) but not be read')
  }
  return loadModelAndFacts(bytes)
}
