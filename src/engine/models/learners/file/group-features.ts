import type { FeatureSpec } from '../../../../contract/learning.ts'
import { badModel } from '../model-file.ts'

/** Features as a model file lists them: one, or the numbers of an embedding, which have names of its name and their place. */
export interface FeatureGroup {
  name: string
  type: 'number' | 'category'
  /** Of a category: its levels. */
  levels?: string[]
  /** Of an embedding: its shape. The names are `name.0.0`, `name.0.1`, ..., the last place running fastest. */
  shape?: number[]
}

/** More features than this have no place in groups: a few bytes would stand for too many. */
const MAX_GROUPED = 1_000_000

/** Puts the numbers of embeddings together. */
export function groupFeatures(features: readonly FeatureSpec[]): FeatureGroup[] {
  const groups: FeatureGroup[] = []
  for (let f = 0; f < features.length; ) {
    const { name, levels } = features[f]!
    const group = levels ? undefined : embeddingAt(features, f)
    if (group) groups.push(group)
    else groups.push({ name, type: levels ? 'category' : 'number', ...(levels && { levels }) })
    f += group ? sizeOf(group.shape!) : 1
  }
  return groups
}

/** The embedding whose numbers, all of them, are the features from `start` on. Its shape shows in the last name of those that
 *  begin alike. */
function embeddingAt(features: readonly FeatureSpec[], start: number): FeatureGroup | undefined {
  const first = /^(.*?)((?:\.0)+)$/.exec(features[start]!.name)
  if (!first) return undefined
  const [, name = '', zeros = ''] = first
  let end = start
  const placeOf = (f: number): number[] | undefined => {
    const feature = features[f]
    if (!feature || feature.levels || !feature.name.startsWith(`${name}.`)) return undefined
    const place = feature.name.slice(name.length + 1).split('.')
    return place.length === zeros.length / 2 && place.every((part) => /^(0|[1-9]\d*)$/.test(part))
      ? place.map(Number)
      : undefined
  }
  while (placeOf(end + 1)) end++
  const shape = placeOf(end)!.map((index) => index + 1)
  const size = sizeOf(shape)
  if (size !== end - start + 1 || size < 2 || size > MAX_GROUPED) return undefined
  const names = embeddingNames(name, shape)
  return names.every((each, i) => each === features[start + i]!.name)
    ? { name, type: 'number', shape }
    : undefined
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, length) => size * length, 1)

function embeddingNames(name: string, shape: readonly number[]): string[] {
  return shape.reduce<string[]>(
    (names, length) => names.flatMap((each) => Array.from({ length }, (_, i) => `${each}.${i}`)),
    [name],
  )
}

/** The inverse of `groupFeatures`. @throws EngineError `bad-file` */
export function ungroupFeatures(groups: unknown): FeatureSpec[] {
  if (!Array.isArray(groups)) throw badModel('features')
  let grouped = 0
  return (groups as Partial<FeatureGroup>[]).flatMap((group): FeatureSpec[] => {
    const { name, type, levels, shape } = group ?? {}
    if (typeof name !== 'string') throw badModel('features')
    if (shape === undefined) return [{ name, ...(type === 'category' && { levels: levels ?? [] }) }]
    const isShape =
      Array.isArray(shape) &&
      shape.length <= 16 &&
      shape.every((length) => Number.isInteger(length) && length > 0)
    grouped += isShape ? sizeOf(shape) : Number.POSITIVE_INFINITY
    if (grouped > MAX_GROUPED) throw badModel('features')
    return embeddingNames(name, shape).map((each) => ({ name: each }))
  })
}
