import { EngineError } from '../../../contract/errors.ts'
import type { Path, RowValue, Value } from '../../../contract/values.ts'
import type { FunctionStore } from '../../context.ts'
import { labelsOf } from '../../models/sources/labels-of.ts'
import { type NativeFunction, RowFailure } from '../../sql/catalog.ts'
import { graphOf } from './graph-of.ts'

const TOP = 5

/** The builtin `tf_labels(graph, scores, top)`: what a classifier says, in words. `graph` names a function of type
 *  tensorflow.graph whose network came with the names of its classes, `scores` is its `softmax`. Gives a row: `label`,
 *  the likeliest class; `score`, its share of 1; `labels`, a row of the `top` (5) likeliest, best first. */
export const createLabels = (functions: FunctionStore): NativeFunction => ({
  kind: 'native',
  id: 'tf_labels',
  positional: true,
  input: [
    { name: 'graph', type: { kind: 'atoms', types: ['string'] } },
    { name: 'scores', type: { kind: 'any' } },
    { name: 'top', type: { kind: 'atoms', types: ['null', 'integer'] } },
  ],
  output: {
    columns: [
      { path: ['label'], values: { kind: 'atoms', types: ['null', 'string'] } },
      { path: ['score'], values: { kind: 'atoms', types: ['null', 'number'] } },
      { path: ['labels'], values: { kind: 'row' } },
    ],
    open: false,
  },
  mode: 'async',
  apply: async (rows, call) => {
    const names = new Map<Value, string[]>()
    const results: (RowValue | RowFailure | null)[] = []
    for (const [id = null, scores = null, top = null] of rows) {
      try {
        const labels = names.get(id) ?? requireLabels(id, (await graphOf(functions, id, call)).files)
        names.set(id, labels)
        results.push(scores === null ? null : rank(labels, numbersOf(scores, labels.length), countOf(top)))
      } catch (error) {
        if (!(error instanceof EngineError) || error.code === 'cancelled') throw error
        results.push(new RowFailure(error.code, error.message))
      }
    }
    return results
  },
})

function requireLabels(id: Value, files: Parameters<typeof labelsOf>[0]): string[] {
  const labels = labelsOf(files)
  if (labels) return labels
  throw new EngineError(
    'not-supported',
    `The network of "${String(id)}" came without the names of its classes. Networks from a zip with a file of labels have them: inception-v3-2015 does.`,
  )
}

function numbersOf(scores: Value, count: number): ArrayLike<number> {
  if (scores === null || typeof scores !== 'object' || !('kind' in scores) || scores.kind !== 'embedding')
    throw new EngineError('invalid-argument', 'The second argument must be the softmax of the network.')
  if (scores.data.length !== count)
    throw new EngineError(
      'invalid-argument',
      `The second argument has ${scores.data.length} numbers, but the network has ${count} classes: give its softmax.`,
    )
  return scores.data
}

function countOf(top: Value): number {
  if (top === null) return TOP
  if (typeof top === 'number' && Number.isInteger(top) && top > 0) return top
  throw new EngineError(
    'invalid-argument',
    'The third argument, how many labels, must be a whole number above 0.',
  )
}

function rank(labels: readonly string[], scores: ArrayLike<number>, top: number): RowValue {
  const best = Array.from(scores, (score, i) => ({ score, label: labels[i]! }))
    .sort((a, b) => b.score - a.score)
    .slice(0, top)
  const columns: [Path, Value][] = best.map(({ label, score }) => [[label], score])
  return {
    kind: 'row',
    columns: [
      [['label'], best[0]?.label ?? null],
      [['score'], best[0]?.score ?? null],
      [['labels'], { kind: 'row', columns }],
    ],
  }
}
