import type { ModelFacts } from '../file/model-facts.ts'
import { isPackedModel, readModelFile } from '../file/read-model-file.ts'
import { loadModel } from '../load-model.ts'
import { badModel, MAGIC, pad } from '../model-file.ts'
import { checkGeneralModel } from './check-general-model.ts'
import { readArrays } from './general-file.ts'
import type { AnyModel, GeneralModel } from './general-model.ts'

/** Reads a model file of any version and kind and checks it, so that scoring needs no checks. @throws EngineError `bad-file` */
export const loadAnyModel = (bytes: Uint8Array): AnyModel => loadModelAndFacts(bytes).model

/** As `loadAnyModel`, with what the file says beside the model: nothing in files of the first version. */
export const loadModelAndFacts = (bytes: Uint8Array): { model: AnyModel; facts: ModelFacts } =>
  isPackedModel(bytes) ? readModelFile(bytes) : { model: loadPlainModel(bytes), facts: {} }

/** Arrays as they are in memory: what the learners hand over, and what was kept before there was version 2. */
function loadPlainModel(bytes: Uint8Array): AnyModel {
  const headerLength = bytes.length < 12 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true)
  const header = parse(bytes.subarray(12, 12 + headerLength))
  if (header?.kind !== 'parts') return loadModel(bytes)
  if (new TextDecoder().decode(bytes.subarray(0, 8)) !== MAGIC) throw badModel('no signature')
  const file = new Uint8Array(bytes)
  const { kind: _, ...rest } = readArrays(header, file, pad(12 + headerLength)) as GeneralModel & {
    kind: string
  }
  checkGeneralModel(rest)
  return rest
}

function parse(text: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    // `loadModel` says what is wrong with it.
    return undefined
  }
}
