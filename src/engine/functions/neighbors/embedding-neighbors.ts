// neighbors/ holds the functions that compare a vector with those of a dataset.
import { EngineError } from '../../../contract/errors.ts'
import type { RowValue, Value } from '../../../contract/values.ts'
import { parsePath } from '../../../lib/parse-path.ts'
import type { EmbeddingIndex } from '../../models/neighbors/embedding-index.ts'
import { param } from '../../params.ts'
import type { NativeFunction } from '../../sql/catalog.ts'
import { defineFunction } from '../define-function.ts'
import { type DatasetIndex, indexOf, numbersOf, otherLength } from './dataset-index.ts'

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
    metric: param.optional(
      param.oneOf(
        'How distances are measured; cosine distance is 1 − cos. By default as a dataset of type embedding says, and euclidean over others.',
        ['euclidean', 'cosine'],
      ),
    ),
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
    const nearest = ([coords, count, distance]: Value[], { rows, names, vectors }: DatasetIndex): Value => {
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
        const index = await indexOf(params, context, call)
        return calls.map((one) => nearest(one, index))
      },
    }
    return { function: fn }
  },
})

const row = (columns: RowValue['columns']): RowValue => ({ kind: 'row', columns })

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
  const numbers = numbersOf(coords, 'coords')
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
