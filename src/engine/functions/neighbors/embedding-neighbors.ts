// neighbors/ holds the functions that compare a vector with those of a dataset.
import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import type { RowValue, Value } from '../../../contract/values.ts'
import { parsePath } from '../../../lib/parse-path.ts'
import { quoteIdentifier } from '../../../lib/quote-identifier.ts'
import type { EngineContext } from '../../context.ts'
import { EmbeddingIndex, type Metric } from '../../models/neighbors/embedding-index.ts'
import { param } from '../../params.ts'
import type { NativeFunction } from '../../sql/catalog.ts'
import { flattenValue } from '../../sql/values/flatten-value.ts'
import { defineFunction } from '../define-function.ts'

/** The rows of a dataset that are nearest to a vector or to one of them. */
export const embeddingNeighbors = defineFunction({
  type: 'embedding.neighbors',
  summary:
    'Finds the rows of a dataset whose vectors are nearest to a vector, or to that of a row given by its name; exactly, by an index that is built when it is first needed and follows the dataset.',
  params: {
    dataset: param.string('The dataset, or a view.'),
    columnName: param.optional(
      param.string(
        'The column that holds the vector; where none is given, all columns of a row are its vector.',
      ),
    ),
    metric: param.oneOf('How distances are measured; cosine distance is 1 − cos.', ['euclidean', 'cosine'], {
      default: 'euclidean',
    }),
    defaultNumNeighbors: param.integer('How many neighbours where a call does not say.', {
      default: 10,
      min: 0,
    }),
    defaultMaxDistance: param.number('How far neighbours may be where a call does not say.', {
      default: Number.POSITIVE_INFINITY,
      min: 0,
    }),
  },
  async create({ id, params, context }) {
    const index = createIndex({ ...params, context })
    const nearest = async ([coords, count, distance]: Value[], call: Call): Promise<Value> => {
      const { rows, names, vectors } = await index(call)
      const vector = vectorOf(coords ?? null, names, vectors, params.dataset)
      if (!vector) return null
      const limit = numberOr(count, params.defaultNumNeighbors, 'numNeighbors')
      const found = vectors.search(
        vector,
        limit,
        numberOr(distance, params.defaultMaxDistance, 'maxDistance'),
      )
      const neighbors = found.map(({ index: at }, i) => [[String(i)], rows[at]!] as const)
      const distances = found.map(({ index: at, distance: far }) => [parsePath(rows[at]!), far] as const)
      return row([
        [['neighbors'], row(neighbors)],
        [['distances'], row(distances)],
      ])
    }
    const any = { kind: 'any' } as const
    const fn: NativeFunction = {
      kind: 'native',
      id,
      input: ['coords', 'numNeighbors', 'maxDistance'].map((name) => ({ name, type: any })),
      output: {
        columns: [
          { path: ['neighbors'], values: { kind: 'row' } },
          { path: ['distances'], values: { kind: 'row' } },
        ],
        open: false,
      },
      mode: 'async',
      async apply(calls, call) {
        const results: Value[] = []
        for (const one of calls) results.push(await nearest(one, call))
        return results
      },
    }
    return { function: fn }
  },
})

const row = (columns: RowValue['columns']): RowValue => ({ kind: 'row', columns })

interface Indexed {
  rows: string[]
  names: Map<string, number>
  vectors: EmbeddingIndex
}

/** The index over a dataset, read anew when the dataset has changed. */
function createIndex(given: {
  dataset: string
  columnName: string | undefined
  metric: Metric
  context: EngineContext
}): (call: Call) => Promise<Indexed> {
  const { dataset, context } = given
  let built: { version: string | undefined; indexed: Promise<Indexed> } | undefined
  return (call) => {
    const version = context.datasets.version(dataset)
    if (built && built.version === version) return built.indexed
    // Those who ask meanwhile wait for the same reading, so it is not cancelled with any of them.
    const { signal: _, ...shared } = call
    const mine = { version, indexed: read(given, shared) }
    built = mine
    mine.indexed.catch(() => {
      if (built === mine) built = undefined
    })
    return mine.indexed
  }
}

async function read(
  { dataset, columnName, metric, context }: Parameters<typeof createIndex>[0],
  call: Call,
): Promise<Indexed> {
  const select = columnName === undefined ? '*' : parsePath(columnName).map(quoteIdentifier).join('.')
  const result = await context.sql.query({ select, from: quoteIdentifier(dataset) }, call)
  const rows: string[] = []
  let vectors: EmbeddingIndex | undefined
  for await (const batch of result.batches()) {
    for (const [r, name] of batch.rowNames.entries()) {
      const cells = result.columns.map(({ path }, c) => [path, batch.columns[c]![r]!] as const)
      const vector = numbersOf(row([...cells, ...(batch.rest?.[r]?.columns ?? [])]), name, dataset)
      if (!vector) continue
      vectors ??= new EmbeddingIndex(vector.length, metric)
      if (vector.length !== vectors.dimensions)
        throw otherLength(name, dataset, vector.length, vectors.dimensions)
      if (vectors.add(vector)) rows.push(name)
    }
  }
  const names = new Map(rows.map((name, i) => [name, i]))
  return { rows, names, vectors: vectors ?? new EmbeddingIndex(0, metric) }
}

/** All numbers of a value; undefined where it has none, as the row of an image that could not be read. */
function numbersOf(value: Value, name: string, dataset: string): ArrayLike<number> | undefined {
  const cells = flattenValue(value)
  if (cells.every(([, cell]) => cell === null)) return undefined
  return cells.map(([path, cell]) => {
    if (typeof cell === 'number' && Number.isFinite(cell)) return cell
    throw new EngineError(
      'invalid-argument',
      `row '${name}' of dataset '${dataset}' is no vector: its column '${path.join('.')}' holds no finite number; name the vector's column with columnName`,
    )
  })
}

const otherLength = (name: string, dataset: string, length: number, wanted: number): EngineError =>
  new EngineError(
    'invalid-argument',
    `${name} has ${length} numbers, and the vectors of dataset '${dataset}' have ${wanted}`,
  )

function vectorOf(
  coords: Value,
  names: ReadonlyMap<string, number>,
  vectors: EmbeddingIndex,
  dataset: string,
): ArrayLike<number> | undefined {
  if (coords === null) return undefined
  if (typeof coords === 'string') {
    const at = names.get(coords)
    if (at !== undefined) return vectors.vector(at)
    throw new EngineError('invalid-argument', `dataset '${dataset}' has no row '${coords}' with a vector`)
  }
  const numbers = numbersOf(coords, 'coords', dataset)
  if (numbers && vectors.size > 0 && numbers.length !== vectors.dimensions) {
    throw otherLength('coords', dataset, numbers.length, vectors.dimensions)
  }
  return numbers
}

function numberOr(value: Value | undefined, otherwise: number, name: string): number {
  if (value === null || value === undefined) return otherwise
  if (typeof value === 'number' && value >= 0) return value
  throw new EngineError('invalid-argument', `${name} must be a number that is not negative`)
}
