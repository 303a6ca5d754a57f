import { text } from '../attributes.ts'
import type { Attribute } from '../graph.ts'
import { badLayer, type Layer, unknownLayer } from './layer.ts'

/** A text of a layer's configuration. */
export function textOf({ config }: Layer, key: string, fallback: string): string {
  const value = config[key] ?? fallback
  return typeof value === 'string' ? value : fallback
}

/** A number of a layer's configuration. @throws EngineError `bad-file` for what is none */
export function numberOf(layer: Layer, key: string, fallback: number): number {
  const value = layer.config[key] ?? fallback
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw badLayer(layer, `has ${key} that is no number`)
}

/** A number, or a pair, for the two directions of an image. @throws EngineError `bad-file` */
export function pairOf(layer: Layer, key: string, fallback: readonly [number, number]): [number, number] {
  const value = layer.config[key] ?? fallback
  const pair: unknown[] = Array.isArray(value) ? value : [value, value]
  if (pair.length === 2 && pair.every((size) => Number.isInteger(size))) return pair as [number, number]
  throw badLayer(layer, `has ${key} that are not two whole numbers`)
}

/** `[1, height, width, 1]`, as TensorFlow writes strides and windows. */
export const windowList = ([height, width]: readonly [number, number]): Attribute => ({
  list: { i: [1, height, width, 1] },
})

/** Padding and channels, alike in all layers with a window. @throws EngineError `not-supported` */
export function paddingOf(layer: Layer): Attribute {
  checkChannelsLast(layer)
  const padding = textOf(layer, 'padding', 'valid').toUpperCase()
  if (padding !== 'SAME' && padding !== 'VALID')
    throw unknownLayer(layer, `has the padding ${padding.slice(0, 40)}`)
  return text(padding)
}

/** @throws EngineError `not-supported` */
export function checkChannelsLast(layer: Layer): void {
  if (textOf(layer, 'data_format', 'channels_last') !== 'channels_last')
    throw unknownLayer(layer, 'has its channels before its positions')
}
