import type { Preprocessing } from '../../../contract/inception.ts'
import { sha256 } from '../../../lib/sha256.ts'

/** Identifies a network: everything that its features depend on. SHA-256 over the digests of model.json and of the
 *  weights, and the preprocessing, so that no large copy is made. */
export async function digestModel(
  json: Uint8Array,
  weights: Uint8Array,
  how: Preprocessing,
): Promise<string> {
  const { width, height, subtract, divide, halfPixelCenters, alignCorners } = how
  const parts = [await sha256(json), await sha256(weights), width, height, subtract, divide, halfPixelCenters]
  if (alignCorners) parts.push('align corners')
  return sha256(new TextEncoder().encode(parts.join('\n')))
}
