import { checkModelHeader } from '../check-model-header.ts'
import { loadModel } from '../load-model.ts'
import { badModel, MAGIC, pad } from '../model-file.ts'
import { checkPart } from './check-part.ts'
import { readArrays } from './general-file.ts'
import type { AnyModel, GeneralModel } from './general-model.ts'
import { scoreWidth } from './score-rows.ts'

/** Reads a model file of either kind and checks it, so that scoring needs no checks. @throws EngineError `bad-file` */
export function loadAnyModel(bytes: Uint8Array): AnyModel {
  const headerLength = bytes.length < 12 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true)
  const header = parse(bytes.subarray(12, 12 + headerLength))
  if (header?.kind !== 'parts') return loadModel(bytes)
  if (new TextDecoder().decode(bytes.subarray(0, 8)) !== MAGIC) throw badModel('no signature')
  const file = new Uint8Array(bytes)
  const { kind: _, ...rest } = readArrays(header, file, pad(12 + headerLength)) as GeneralModel & {
    kind: string
  }
  checkModelHeader(rest)
  if (typeof rest.config?.type !== 'string' || typeof rest.training?.rows !== 'number')
    throw badModel('header')
  checkPart(rest.part, rest.features, 0)
  if (rest.part.outputs !== scoreWidth(rest)) throw badModel('outputs')
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
