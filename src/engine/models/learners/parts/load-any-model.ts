import { CLASSIFIER_MODES } from '../../../../contract/learning.ts'
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
  checkHeader(rest)
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

function checkHeader({ mode, features, labels, config, training }: GeneralModel): void {
  const isFeature = (f: unknown): boolean =>
    typeof f === 'object' &&
    f !== null &&
    'name' in f &&
    typeof f.name === 'string' &&
    (!('levels' in f) || (Array.isArray(f.levels) && f.levels.every((level) => typeof level === 'string')))
  if (!CLASSIFIER_MODES.includes(mode)) throw badModel('unknown mode')
  if (!Array.isArray(features) || !features.every(isFeature)) throw badModel('features')
  const isLabel = (label: unknown): boolean => typeof label === 'string' || typeof label === 'number'
  if (!Array.isArray(labels) || !labels.every(isLabel)) throw badModel('labels')
  if (typeof config?.type !== 'string' || typeof training?.rows !== 'number') throw badModel('header')
}
