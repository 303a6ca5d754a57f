import type { EntityStatus, ModelInfo } from '../../contract/rest.ts'

export interface NetworkFacts {
  model?: Partial<ModelInfo>
  digest?: string
  backend?: string
  reason?: string
  /** Why it cannot be used. */
  error?: string
}

/** What a function of type tensorflow.graph says of itself in its status. */
export function readNetwork({ state, status }: EntityStatus): NetworkFacts {
  const fields = (typeof status === 'object' && status !== null ? status : {}) as Record<string, unknown>
  if (state === 'error') return { error: String(fields.error ?? 'The network could not be loaded.') }
  const facts: NetworkFacts = {}
  if (typeof fields.model === 'object' && fields.model !== null)
    facts.model = fields.model as Partial<ModelInfo>
  if (typeof fields.digest === 'string') facts.digest = fields.digest
  if (typeof fields.backend === 'string') facts.backend = fields.backend
  if (typeof fields.reason === 'string') facts.reason = fields.reason
  return facts
}
