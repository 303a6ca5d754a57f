import type { Client } from '../../../client/index.ts'
import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import type { EntityConfig, ModelInfo } from '../../../contract/rest.ts'
import type { StepCall } from './steps.ts'

/** Makes a step's call. @param text the SQL of a query, else the JSON body, as it stands in the card */
export async function executeStep(
  client: Client,
  call: StepCall,
  text: string,
  options: Call,
): Promise<unknown> {
  if (call.kind === 'query') return client.query(text, { format: 'compact', ...options })
  const body = parseBody(text)
  if (call.kind === 'function')
    return client.put(`/v1/functions/${encodeURIComponent(call.id)}`, body, options)
  return client.runProcedure(call.id, body, options)
}

/** Tries networks, best first, until one can be had: the next only where one could not be fetched.
 *  @returns the network that works, and why better ones were passed over */
export async function createNetwork(
  models: readonly ModelInfo[],
  create: (model: ModelInfo) => Promise<unknown>,
): Promise<{ model: ModelInfo; misses: string[] }> {
  const misses: string[] = []
  for (const [i, model] of models.entries()) {
    try {
      await create(model)
      return { model, misses }
    } catch (error) {
      const isLast = i === models.length - 1
      if (!(error instanceof EngineError) || error.code !== 'fetch-failed' || isLast) throw error
      misses.push(error.message)
    }
  }
  throw new EngineError(
    'fetch-failed',
    'The engine knows of no network. Start the app anew, or see its Data panel.',
  )
}

/** The JSON body of a card. @throws EngineError `syntax` with the place */
export function parseBody(text: string): EntityConfig {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (error) {
    throw new EngineError(
      'syntax',
      `The body is not valid JSON: ${error instanceof Error ? error.message : ''}`,
    )
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new EngineError('syntax', 'The body must be a JSON object, {"type": …, "params": …}.')
  }
  return body as EntityConfig
}
