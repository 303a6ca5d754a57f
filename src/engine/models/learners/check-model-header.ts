import { CLASSIFIER_MODES } from '../../../contract/learning.ts'
import { badModel } from './model-file.ts'

/** Checks what the headers of all model files have in common. @throws EngineError `bad-file` */
export function checkModelHeader({
  mode,
  features,
  labels,
  config,
}: {
  mode: unknown
  features: unknown
  labels: unknown
  config: { type: unknown }
}): void {
  if (!(CLASSIFIER_MODES as readonly unknown[]).includes(mode)) throw badModel('unknown mode')
  if (!Array.isArray(features) || !features.every(isFeature)) throw badModel('features')
  if (typeof config?.type !== 'string') throw badModel('configuration')
  if (!Array.isArray(labels) || !labels.every(isLabel)) throw badModel('labels')
}

const isFeature = (f: unknown): boolean =>
  typeof f === 'object' &&
  f !== null &&
  'name' in f &&
  typeof f.name === 'string' &&
  (!('levels' in f) || (Array.isArray(f.levels) && f.levels.every((level) => typeof level === 'string')))

const isLabel = (label: unknown): boolean => typeof label === 'string' || typeof label === 'number'
