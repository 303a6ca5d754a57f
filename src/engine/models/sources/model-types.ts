import type { NetworkFiles, Preprocessing } from '../../../contract/inception.ts'
import type { ModelInfo } from '../../../contract/rest.ts'

/** A network's bytes, and what is known of them. */
export interface LoadedModel {
  info: ModelInfo
  files: NetworkFiles
  /** Why better sources were passed over, one sentence each. */
  misses?: string[]
}

/** `model-card.json` beside a model.json: whatever its maker wants to say; every field is optional. */
export interface ModelCard {
  title?: string
  source?: string
  licence?: string
  /** Checked against the bytes where it is stated. */
  digest?: string
  output?: string
  outputSize?: number
  goodFor?: string
  caveat?: string
  preprocessing?: Partial<Preprocessing>
}
