import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import type { Value } from '../../../contract/values.ts'
import { checkCancelled } from '../../check-cancelled.ts'
import type { DatasetWriter, EngineContext } from '../../context.ts'
import { Random } from '../../models/learners/random.ts'
import { type OutputDataset, param } from '../../params.ts'
import { truth } from '../../sql/values/truth.ts'
import { valueToText } from '../../sql/values/value-to-text.ts'
import { defineProcedure } from '../define-procedure.ts'
import { type ExportedPage, type ExportedRows, withExportedRows } from '../export/export-rows.ts'
import { stratify } from './stratify.ts'

const PARAMS = {
  labels: param.query(
    'The query: its columns are the labels. A text is a label of its own for each value of the column; a number says whether the row has the label that the column is called.',
  ),
  splits: param.list(param.number('', { min: 0, max: 1 }), 'The share of each part; their sum is 1.', {
    default: [0.8, 0.2],
  }),
  outputDatasets: param.list(
    param.outputDataset('', 'sparse.mutable'),
    'The datasets to write, one for each share: the rows of the query that fall to it. Existing ones are replaced.',
  ),
  foldImportance: param.number(
    'How much filling the parts to their sizes counts where they want a label alike.',
    { default: 1, min: 0 },
  ),
  reproducible: param.boolean('Whether the same rows go to the same parts every time.', { default: false }),
  randomSeed: param.integer('Where it is reproducible: which of the possible splits.', { default: 1 }),
}

/** Parts of a dataset that have its labels in the same proportions. */
export const split = defineProcedure({
  type: 'split',
  summary:
    'Divides rows among datasets so that each has every label in the same proportion. Result: `incompleteLabels`, those with too few rows to be in each part, and the `rowCounts`.',
  params: PARAMS,
  check({ splits, outputDatasets }) {
    const sum = splits.reduce((total, share) => total + share, 0)
    if (Math.abs(sum - 1) > 1e-3) throw invalid('splits', `the sum of splits must be 1, not ${sum}`)
    if (splits.length !== outputDatasets.length) {
      throw invalid(
        'outputDatasets',
        `splits has ${splits.length} shares and outputDatasets ${outputDatasets.length} datasets; there must be as many`,
      )
    }
    const ids = outputDatasets.map(({ id }) => id).filter((id) => id !== undefined)
    if (new Set(ids).size < ids.length)
      throw invalid('outputDatasets', 'outputDatasets must all be different')
  },
  async run({ params, context, call }) {
    const labelled = new LabelledRows()
    return withExportedRows(params.labels, context, call, async (rows) => {
      for await (const page of rows.pages('read labels')) labelled.add(page)
      const { splits, foldImportance, reproducible, randomSeed } = params
      const random = new Random(reproducible ? randomSeed : Math.floor(Math.random() * 2 ** 32))
      checkCancelled(call)
      const next = () => random.uniform()
      const parts = stratify(labelled.rows, labelled.labels.length, splits, foldImportance, next)
      const rowCounts = await writeParts(rows, params.outputDatasets, parts, context, call)
      return { status: { incompleteLabels: labelled.incomplete(parts, splits.length), rowCounts } }
    })
  },
})

const invalid = (parameter: string, message: string): EngineError =>
  new EngineError('invalid-argument', message, { parameter })

/** The labels of each row, by number. */
class LabelledRows {
  readonly rows: number[][] = []
  readonly labels: string[] = []
  private readonly numbers = new Map<string, number>()

  add({ rowNames, columns }: ExportedPage): void {
    for (const row of rowNames.keys()) {
      const own: number[] = []
      for (const { name, values } of columns) {
        const label = labelOf(name, values[row])
        if (label !== undefined) own.push(this.numberOf(label))
      }
      this.rows.push(own)
    }
  }

  /** Labels that some part lacks. */
  incomplete(parts: Int32Array, partCount: number): string[] {
    const has = this.labels.map(() => new Set<number>())
    this.rows.forEach((own, row) => {
      for (const label of own) has[label]!.add(parts[row]!)
    })
    return this.labels.filter((_, label) => has[label]!.size < partCount)
  }

  private numberOf(label: string): number {
    const found = this.numbers.get(label)
    if (found !== undefined) return found
    this.numbers.set(label, this.labels.length)
    return this.labels.push(label) - 1
  }
}

function labelOf(column: string, value: Value | undefined): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number') return truth(value) ? column : undefined
  if (typeof value === 'object' && 'kind' in value && (value.kind === 'embedding' || value.kind === 'row')) {
    throw new EngineError(
      'type-mismatch',
      `column '${column}' holds no labels but vectors; leave it out of the select`,
      {
        column,
      },
    )
  }
  return valueToText(value)
}

/** Writes each row to the dataset of its part. */
async function writeParts(
  rows: ExportedRows,
  outputDatasets: readonly OutputDataset[],
  parts: Int32Array,
  context: EngineContext,
  call: Call,
): Promise<number[]> {
  const writers: DatasetWriter[] = []
  try {
    for (const output of outputDatasets) writers.push(await context.datasets.write(output, call))
    let start = 0
    for await (const page of rows.pages('write parts')) {
      for (const [part, writer] of writers.entries()) await writer.append(partOf(page, part, parts, start))
      start += page.rowNames.length
    }
    const counts: number[] = []
    for (const writer of writers) counts.push((await writer.commit()).rowCount)
    return counts
  } finally {
    for (const writer of writers) await writer.abort()
  }
}

function partOf({ rowNames, times, columns }: ExportedPage, part: number, parts: Int32Array, start: number) {
  const kept = rowNames.flatMap((_, row) => (parts[start + row] === part ? [row] : []))
  return {
    rowNames: kept.map((row) => rowNames[row]!),
    times: Float64Array.from(kept, (row) => times[row]!),
    columns: columns.map(({ path, values }) => ({ path, values: kept.map((row) => values[row]) })),
  }
}
