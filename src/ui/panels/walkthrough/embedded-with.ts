import type { Client } from '../../../client/index.ts'
import type { EntityStatus } from '../../../contract/rest.ts'
import { readNetwork } from '../../lib/read-network.ts'
import { readSetting, writeSetting } from '../../settings.ts'
import { NETWORK } from './steps.ts'

const setting = (kind: string) => `embeddedWith.${kind}`

/** Remembers which weights a project's training set was made with. */
export async function keepEmbeddedWith(client: Client, kind: string): Promise<void> {
  const status = (await client.get(`/v1/functions/${NETWORK}`)) as EntityStatus
  writeSetting(setting(kind), readNetwork(status).digest)
}

/** Digest of the weights that a project's training set was made with; undefined where it is not known. */
export function readEmbeddedWith(kind: string): string | undefined {
  const digest = readSetting(setting(kind))
  return typeof digest === 'string' ? digest : undefined
}

const LOADED = 'loadedWeights'
const VECTOR_STEPS = ['embed-one', 'embed-three'] as const

/** Forgets vectors on the page that other weights made: pictures of two networks must not stand side by side.
 *  @param forget what else remembers the result under `<project>.<step>` */
export async function forgetOtherVectors(client: Client, forget: (key: string) => void): Promise<void> {
  const status = (await client.get(`/v1/functions/${NETWORK}`)) as EntityStatus
  const { digest } = readNetwork(status)
  if (digest === readSetting(LOADED)) return
  writeSetting(LOADED, digest)
  for (const step of VECTOR_STEPS) {
    for (const kind of ['sample', 'own']) {
      writeSetting(`result.${kind}.${step}`, undefined)
      forget(`${kind}.${step}`)
    }
  }
}
