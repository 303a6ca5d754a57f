import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import type { Embedding, Value } from '../../../contract/values.ts'
import { parsePath } from '../../../lib/parse-path.ts'
import { quoteIdentifier } from '../../../lib/quote-identifier.ts'
import type { DatasetStore, EngineContext } from '../../context.ts'
import { EmbeddingIndex, type Metric } from '../../models/neighbors/embedding-index.ts'
import { flattenValue } from '../../sql/values/flatten-value.ts'

/** The vectors of a dataset, with the names of their rows. */
export interface DatasetIndex {
  rows: string[]
  names: Map<string, number>
  vectors: EmbeddingIndex
}

/** Which vectors: by default all columns of a row, and the metric of the dataset. */
export interface IndexedVectors {
  dataset: string
  columnName: string | undefined
  metric: Metric | undefined
}

interface Built {
  dataset: string
  version: string | undefined
  index: Promise<DatasetIndex>
}

/** The indexes of each engine: functions over the same vectors share one. */
const indexes = new WeakMap<DatasetStore, Map<string, Built>>()

/** The index over a dataset: built when it is first asked for, and anew when the dataset has changed.
 *  @throws EngineError `invalid-argument` where a row is no vector, or one of another length */
export function indexOf(given: IndexedVectors, context: EngineContext, call: Call): Promise<DatasetIndex> {
  const { datasets } = context
  const built = indexes.get(datasets) ?? new Map<string, Built>()
  indexes.set(datasets, built)
  for (const [key, { dataset, version }] of built)
    if (datasets.version(dataset) !== version) built.delete(key)
  const { dataset, columnName } = given
  const metric = given.metric ?? metricOf(dataset, datasets)
  const key = JSON.stringify([dataset, columnName, metric])
  const found = built.get(key)
  if (found) return found.index
  // Those who ask meanwhile wait for the same reading, so it is not cancelled with any of them.
  const { signal: _, ...shared } = call
  const index = read({ dataset, columnName, metric }, context, shared)
  const mine = { dataset, version: datasets.version(dataset), index }
  built.set(key, mine)
  index.catch(() => {
    if (built.get(key) === mine) built.delete(key)
  })
  return index
}

/** What a dataset of type embedding says; euclidean for others. */
function metricOf(id: string, datasets: DatasetStore): Metric {
  const found = datasets.list().find((dataset) => dataset.id === id)
  return found?.type === 'embedding' && found.params.metric === 'cosine' ? 'cosine' : 'euclidean'
}

async function read(
  { dataset, columnName, metric }: IndexedVectors & { metric: Metric },
  context: EngineContext,
  call: Call,
): Promise<DatasetIndex> {
  // With the dataset's own name in front: a column may be called like it.
  const select =
    columnName === undefined ? '*' : [dataset, ...parsePath(columnName)].map(quoteIdentifier).join('.')
  const result = await context.sql.query({ select, from: quoteIdentifier(dataset) }, call)
  const rows: string[] = []
  let vectors: EmbeddingIndex | undefined
  for await (const batch of result.batches()) {
    for (const [r, name] of batch.rowNames.entries()) {
      const cells = result.columns.map(({ path }, c) => [path, batch.columns[c]![r]!] as const)
      const all = [...cells, ...(batch.rest?.[r]?.columns ?? [])]
      const [first] = all
      const value: Value = all.length === 1 && isVector(first![1]) ? first![1] : { kind: 'row', columns: all }
      const vector = numbersOf(value, `row '${name}' of dataset '${dataset}'`)
      if (!vector) continue
      vectors ??= new EmbeddingIndex(vector.length, metric)
      if (vector.length !== vectors.dimensions)
        throw otherLength(`row '${name}'`, dataset, vector.length, vectors.dimensions)
      if (vectors.add(vector)) rows.push(name)
    }
    call.onProgress?.({ phase: 'rows', step: `index of ${dataset}`, done: rows.length })
  }
  const names = new Map(rows.map((name, i) => [name, i]))
  return { rows, names, vectors: vectors ?? new EmbeddingIndex(0, metric) }
}

/** All numbers of a value; undefined where it has none, as the row of an image that could not be read.
 *  @param what whose value it is, for messages
 *  @throws EngineError `invalid-argument` for anything but finite numbers */
export function numbersOf(value: Value, what: string): ArrayLike<number> | undefined {
  if (isVector(value) && value.data.every(Number.isFinite)) return value.data
  const cells = flattenValue(value)
  if (cells.every(([, cell]) => cell === null)) return undefined
  return cells.map(([path, cell]) => {
    if (typeof cell === 'number' && Number.isFinite(cell)) return cell
    throw new EngineError(
      'invalid-argument',
      `${what} is no vector: its column '${path.join('.')}' holds no finite number; name the vector's column with columnName`,
    )
  })
}

const isVector = (value: Value): value is Embedding =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'embedding'

/** The error for a vector of another length than those of the dataset. */
export const otherLength = (what: string, dataset: string, length: number, wanted: number): EngineError =>
  new EngineError(
    'invalid-argument',
    `${what} has ${length} numbers, and the vectors of dataset '${dataset}' have ${wanted}`,
  )
