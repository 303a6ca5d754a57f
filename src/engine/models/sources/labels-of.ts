import type { NetworkFiles } from '../../../contract/inception.ts'

/** The names of the classes that `softmax` is about, in its order, where the weights came with them. */
export function labelsOf({ modelJson }: Pick<NetworkFiles, 'modelJson'>): string[] | undefined {
  const { userDefinedMetadata } = modelJson as { userDefinedMetadata?: { labels?: unknown } | null }
  const labels = userDefinedMetadata?.labels
  return Array.isArray(labels) && labels.every((label) => typeof label === 'string') ? labels : undefined
}
