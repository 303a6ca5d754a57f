import type { EntityConfig } from '../../../contract/rest.ts'
import type { EngineContext } from '../../context.ts'
import type { FeatureModel, ModelFacts } from '../../models/learners/file/model-facts.ts'
import { isObject } from '../../params.ts'
import { datasetsOf } from '../../sql/parser/datasets-of.ts'
import type { Statement } from '../../sql/sql.ts'

/** What a model's file says of its training: when, from which statement and datasets, and which networks made the features
 *  (those that the statement calls, or that the procedures called which made its datasets). */
export async function trainingFacts(
  query: Statement,
  algorithm: string,
  context: EngineContext,
): Promise<ModelFacts> {
  const datasets = [...readDatasets(query)].map((id) => {
    const version = context.datasets.version(id)
    return { id, ...(version !== undefined && { version }) }
  })
  const featureModels = await new FeatureTrace(context).models(query)
  return {
    created: new Date().toISOString(),
    ...(algorithm !== '' && { algorithm }),
    trainingData: { query, ...(datasets.length > 0 && { datasets }) },
    ...(featureModels.length > 0 && { featureModels }),
  }
}

/** Datasets that a statement reads; none where it does not parse. */
function readDatasets(query: unknown): Set<string> {
  const from = typeof query === 'string' ? `(${query})` : isObject(query) ? query.from : undefined
  try {
    return typeof from === 'string' ? datasetsOf(from) : new Set()
  } catch {
    return new Set()
  }
}

interface Kept {
  config: EntityConfig & { id: string }
  status?: unknown
}

/** Follows a statement back to the networks that its values come from, by what storage keeps of functions and procedures. */
class FeatureTrace {
  readonly #context: EngineContext
  readonly #found = new Map<string, FeatureModel>()
  readonly #seen = new Set<string>()

  constructor(context: EngineContext) {
    this.#context = context
  }

  async models(query: Statement): Promise<FeatureModel[]> {
    await this.#visit(query)
    return [...this.#found.values()]
  }

  async #visit(query: unknown): Promise<void> {
    const text = typeof query === 'string' ? query : JSON.stringify(query)
    const { storage } = this.#context
    for (const id of await storage.keys('functions')) {
      if (!calls(text, id) || this.#seen.has(`function ${id}`)) continue
      this.#seen.add(`function ${id}`)
      const { config, status } = (await storage.get('functions', id)) as Kept
      if (config.type === 'tensorflow.graph') this.#add(id, status)
      else await this.#visit(config.params?.expression ?? '')
    }
    for (const dataset of readDatasets(query)) {
      if (this.#seen.has(`dataset ${dataset}`)) continue
      this.#seen.add(`dataset ${dataset}`)
      await this.#visit((await this.#makerOf(dataset)) ?? '')
    }
  }

  #add(id: string, status: unknown): void {
    if (!isObject(status) || typeof status.digest !== 'string') return
    this.#found.set(id, { function: id, digest: status.digest, outputs: status.outputs })
  }

  /** The statement of the last procedure that ran and writes a dataset. */
  async #makerOf(dataset: string): Promise<unknown> {
    const { storage } = this.#context
    let last: { ran: string; query: unknown } | undefined
    for (const id of await storage.keys('procedures')) {
      const { params = {} } = ((await storage.get('procedures', id)) as Kept).config
      const output = params.outputDataset
      if (params.inputData === undefined || (isObject(output) ? output.id : output) !== dataset) continue
      for (const key of await storage.keys('runs', `${encodeURIComponent(id)}/`)) {
        const run = (await storage.get('runs', key)) as { status?: { runStarted?: string } }
        const ran = run.status?.runStarted ?? ''
        if (!last || ran > last.ran) last = { ran, query: params.inputData }
      }
    }
    return last?.query
  }
}

/** True where a text calls a function: its name, maybe quoted, before a parenthesis. */
function calls(text: string, id: string): boolean {
  const name = id.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`(^|[^\\w])(${name}|\\\\?"${name}\\\\?")\\s*\\(`).test(text)
}
