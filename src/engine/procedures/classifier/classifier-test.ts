import { EngineError } from '../../../contract/errors.ts'
import { CLASSIFIER_MODES, type ClassifierMode } from '../../../contract/learning.ts'
import type { Call } from '../../../contract/progress.ts'
import type { Value } from '../../../contract/values.ts'
import type { EngineContext } from '../../context.ts'
import { isRow } from '../../functions/classifier/feature-placer.ts'
import type { Label } from '../../models/metrics/categorical-statistics.ts'
import { type OutputDataset, param } from '../../params.ts'
import type { Result, RowBatch } from '../../sql/sql.ts'
import { parseLabelElement } from '../../sql/values/label-element.ts'
import { defineProcedure } from '../define-procedure.ts'
import { type Evaluation, evaluate, type ScoredRows } from './evaluate.ts'
import { readLabel, readWeight } from './read-examples.ts'

/** Compares the scores of a query with its labels. */
export const classifierTest = defineProcedure({
  type: 'classifier.test',
  summary: 'Statistics of a classifier: a query gives `score` and `label`.',
  params: {
    testingData: param.query(
      'Rows: `score` (a number, or a row label to score), `label` and maybe `weight`.',
    ),
    mode: param.oneOf('What a label is.', CLASSIFIER_MODES, {
      default: 'boolean',
    }),
    outputDataset: param.optional(
      param.outputDataset('A row per example; left out: not written.', 'tabular'),
    ),
    threshold: param.optional(
      param.number(
        'Mode boolean: scores from it on mean true in `accuracy`; left out: 0.5 where all are from 0 to 1, else 0.',
      ),
    ),
    uniqueScoresOnly: param.boolean('Mode boolean: a row per distinct score.', { default: false }),
    recallOverN: param.list(
      param.integer('', { min: 1 }),
      'Also the share of rows whose label is among the N best.',
      {
        default: [],
      },
    ),
  },
  async run({ params, context, call }) {
    const { mode } = params
    const rows = await readScores(await context.sql.query(params.testingData, call), mode)
    const evaluation = evaluate({ ...rows, cut: params.threshold }, mode, params.recallOverN)
    if (params.outputDataset) await writeResults(evaluation, params.outputDataset, params, context, call)
    return { status: evaluation.statistics, details: { curves: evaluation.curves(), ...evaluation.ranks() } }
  },
})

/** Writes the rows of an evaluation as a dataset. */
async function writeResults(
  evaluation: Evaluation,
  output: OutputDataset,
  options: { uniqueScoresOnly: boolean },
  { datasets }: EngineContext,
  call: Call,
): Promise<void> {
  const writer = await datasets.write(output, call)
  try {
    await writer.append(evaluation.toBatch(options))
    await writer.commit()
  } finally {
    await writer.abort()
  }
}

async function readScores(result: Result, mode: ClassifierMode): Promise<ScoredRows> {
  const at = (name: string): number =>
    result.columns.findIndex(({ path }) => path.length === 1 && path[0] === name)
  const scores = result.columns.flatMap(({ path }, c) =>
    path[0] === 'score' ? [{ c, inner: path.slice(1) }] : [],
  )
  const weight = at('weight')
  const truths = result.columns.flatMap(({ path }, column) =>
    path[0] === 'label' ? [{ column, path: path.slice(1) }] : [],
  )
  if (scores.length === 0 || truths.length === 0) {
    throw new EngineError('invalid-argument', "testingData must return a 'score' and a 'label'")
  }
  const rowNames: string[] = []
  const labels: Value[] = []
  const weights: number[] = []
  const read: Map<Label, number>[] = []
  for await (const batch of result.batches()) {
    for (const [r, name] of batch.rowNames.entries()) {
      const truth = readLabel(truths, batch, r)
      const scored = readScore(batch, scores, r, mode)
      if (truth === null || scored.size === 0) continue
      rowNames.push(name)
      labels.push(truth)
      read.push(scored)
      if (weight >= 0) weights.push(readWeight(batch.columns[weight]![r]!, name))
    }
  }
  return { rowNames, labels, ...toMatrix(read), ...(weight >= 0 ? { weights } : {}) }
}

const ONE_SCORE = 'score'

/** Scores of a row by label; the one of boolean and regression under a name of its own. */
function readScore(
  batch: RowBatch,
  columns: readonly { c: number; inner: readonly string[] }[],
  r: number,
  mode: ClassifierMode,
): Map<Label, number> {
  const scores = new Map<Label, number>()
  const add = (element: string | undefined, value: Value): void => {
    if (value === null) return
    if (isRow(value)) for (const [path, inner] of value.columns) add(path.at(-1), inner)
    else if (typeof value !== 'number') throw badScore(batch.rowNames[r]!)
    else
      scores.set(
        (mode === 'categorical' || mode === 'multilabel') && element !== undefined
          ? parseLabelElement(element)
          : ONE_SCORE,
        value,
      )
  }
  for (const { c, inner } of columns) add(inner.at(-1), batch.columns[c]![r]!)
  return scores
}

const badScore = (rowName: string): EngineError =>
  new EngineError('type-mismatch', `the score of row '${rowName}' is no number`, { rowName })

function toMatrix(rows: readonly Map<Label, number>[]): Pick<ScoredRows, 'scoredLabels' | 'scores'> {
  const scoredLabels = [...new Set(rows.flatMap((row) => [...row.keys()]))]
  const scores = new Float64Array(rows.length * scoredLabels.length)
  rows.forEach((row, r) => {
    scoredLabels.forEach((label, k) => {
      scores[r * scoredLabels.length + k] = row.get(label) ?? Number.NEGATIVE_INFINITY
    })
  })
  return { scoredLabels, scores }
}
