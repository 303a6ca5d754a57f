import type { GraphNode } from './graph.ts'

/** A whole or broken number: JSON has 64-bit integers as text. */
export function numberAttr(node: GraphNode, name: string, fallback: number): number {
  const { i, f } = node.attrs[name] ?? {}
  const value = Number(i ?? f ?? fallback)
  return Number.isFinite(value) ? value : fallback
}

export function flagAttr(node: GraphNode, name: string, fallback: boolean): boolean {
  const { b } = node.attrs[name] ?? {}
  return typeof b === 'boolean' ? b : fallback
}

/** A text attribute, upper case or not as it is written; undefined where there is none. */
export function textAttr(node: GraphNode, name: string): string | undefined {
  const { s } = node.attrs[name] ?? {}
  return typeof s === 'string' ? fromBase64(s) : undefined
}

/** A list of texts; empty where there is none. */
export function listedTexts(node: GraphNode, name: string): string[] {
  const { list } = node.attrs[name] ?? {}
  const { s } = (list ?? {}) as { s?: unknown }
  return Array.isArray(s)
    ? s.map((value) => (typeof value === 'string' ? (fromBase64(value) ?? '') : ''))
    : []
}

/** A list of whole numbers, such as strides; undefined where there is none. What is no number becomes NaN. */
export function listAttr(node: GraphNode, name: string): number[] | undefined {
  const { list } = node.attrs[name] ?? {}
  const { i } = (list ?? {}) as { i?: unknown }
  // JSON has 64-bit integers as text.
  const toNumber = (size: unknown) =>
    typeof size === 'number' || (typeof size === 'string' && /^-?\d+$/.test(size)) ? Number(size) : Number.NaN
  return Array.isArray(i) ? i.map(toNumber) : undefined
}

/** The sizes of a `shape` attribute, -1 where one is unknown; undefined where there is none. */
export function shapeAttr(node: GraphNode, name: string): number[] | undefined {
  const shape = node.attrs[name]?.shape as { dim?: unknown; unknownRank?: unknown } | undefined
  if (!shape || shape.unknownRank === true || !Array.isArray(shape.dim)) return undefined
  return shape.dim.map((dim: { size?: unknown } | null) => Number(dim?.size ?? 0))
}

export const text = (value: string): { s: string } => ({ s: toBase64(new TextEncoder().encode(value)) })

/** Small texts only: attributes are names. */
export const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))

function fromBase64(value: string): string | undefined {
  try {
    return atob(value)
  } catch {
    return undefined
  }
}
