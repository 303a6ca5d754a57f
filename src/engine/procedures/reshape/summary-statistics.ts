import { EngineError } from '../../../contract/errors.ts'
import type { Atom, Path, Value } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { param } from '../../params.ts'
import { flattenValue } from '../../sql/values/flatten-value.ts'
import { stringifyJson } from '../../sql/values/stringify-json.ts'
import { valueToJson } from '../../sql/values/value-to-json.ts'
import { valueToText } from '../../sql/values/value-to-text.ts'
import { summarizeNumbers } from '../../summarize-numbers.ts'
import { defineProcedure } from '../define-procedure.ts'
import { type CellBatch, readCells } from './read-cells.ts'

const MOST_FREQUENT = 10
/** Beyond these the values no longer fit into memory. */
const MAX_DISTINCT = 5_000_000

/** What the columns of a dataset hold. */
export const summaryStatistics = defineProcedure({
  type: 'summary.statistics',
  summary:
    'Describes the columns of a query, a row each: `value.data_type` (`number` or `categorical`), `value.num_null`, `value.num_unique`, `value.most_frequent_items.<v>` (the ten most frequent), and of numbers `value.min`, `max`, `avg`, `stddev` (n − 1), `median`, `1st_quartile` and `3rd_quartile` (interpolated).',
  params: {
    inputData: param.query('The query: whole columns, as in `SELECT * EXCLUDING (id)`.'),
    outputDataset: param.outputDataset(
      'The dataset to write; an existing one is replaced.',
      'sparse.mutable',
    ),
  },
  async run({ params, context, call }) {
    const columns = new Map<string, ColumnTally>()
    let rows = 0
    for await (const batch of readCells(params.inputData, 'read', context, call)) {
      tally(columns, batch)
      rows += batch.rowNames.length
    }
    const writer = await context.datasets.write(params.outputDataset, call)
    try {
      const summaries = [...columns.values()].map((column) => column.summarize(rows))
      await writer.append({
        rowNames: [...columns.keys()],
        columns: [],
        rest: summaries.map((cells) => ({ kind: 'row', columns: cells })),
      })
      const { rowCount } = await writer.commit()
      return { status: { rowCount } }
    } finally {
      await writer.abort()
    }
  },
})

/** The distinct values of one column. */
class ColumnTally {
  private readonly counts = new Map<string | number, { value: Atom; count: number }>()
  private present = 0
  private isNumber = true
  readonly name: string

  constructor(name: string) {
    this.name = name
  }

  add(value: Atom): void {
    if (value === null) return
    this.present++
    if (typeof value !== 'number' && typeof value !== 'bigint') this.isNumber = false
    const key = typeof value === 'number' ? value : stringifyJson(valueToJson(value))
    const found = this.counts.get(key)
    if (found) found.count++
    else if (this.counts.size < MAX_DISTINCT) this.counts.set(key, { value, count: 1 })
    else {
      throw new EngineError(
        'not-supported',
        `column '${this.name}' has more than ${MAX_DISTINCT} distinct values; leave it out with * EXCLUDING, or take a sample of the rows`,
        { column: this.name },
      )
    }
  }

  /** @param rows of the query; those without the column count as NULL */
  summarize(rows: number): [Path, Value][] {
    const distinct = [...this.counts.values()]
    const frequent = [...distinct].sort((a, b) => b.count - a.count).slice(0, MOST_FREQUENT)
    const type = this.isNumber && this.present > 0 ? 'number' : 'categorical'
    const cells: [string[], Value][] = [
      [['data_type'], type],
      [['num_null'], rows - this.present],
      [['num_unique'], distinct.length],
      ...(type === 'number' ? describeNumbers(distinct) : []),
      ...frequent.map(({ value, count }): [string[], Value] => [
        ['most_frequent_items', valueToText(value)],
        count,
      ]),
    ]
    return cells.map(([path, value]) => [['value', ...path], value])
  }
}

function tally(columns: Map<string, ColumnTally>, { columns: cells }: CellBatch): void {
  const columnOf = (name: string): ColumnTally => {
    const found = columns.get(name) ?? new ColumnTally(name)
    columns.set(name, found)
    return found
  }
  for (const { name, path, values } of cells) {
    let own: ColumnTally | undefined
    for (const value of values) {
      if (value === undefined) continue
      if (value === null || typeof value !== 'object' || !('kind' in value) || value.kind !== 'embedding') {
        own ??= columnOf(name)
        own.add(value as Atom)
      } else for (const [inner, atom] of flattenValue(value, path)) columnOf(formatPath(inner)).add(atom)
    }
  }
}

function describeNumbers(distinct: readonly { value: Atom; count: number }[]): [string[], Value][] {
  const counts = distinct.map(({ value, count }) => [Number(value), count] as const)
  const summary = summarizeNumbers(counts)
  if (!summary) return []
  const sorted = counts.filter(([value]) => Number.isFinite(value)).sort((a, b) => a[0] - b[0])
  const at = (share: number): number => quantile(sorted, summary.count, share)
  return [
    [['min'], summary.min],
    [['max'], summary.max],
    [['avg'], summary.mean],
    [['stddev'], summary.stddev],
    [['median'], at(0.5)],
    [['1st_quartile'], at(0.25)],
    [['3rd_quartile'], at(0.75)],
  ]
}

/** Between the two values nearest to a share of the way through all, in proportion (Hyndman and Fan's type 7).
 *  @param sorted distinct values with their counts */
function quantile(sorted: readonly (readonly [number, number])[], count: number, share: number): number {
  const place = share * (count - 1)
  const below = Math.floor(place)
  const low = nth(sorted, below)
  const high = nth(sorted, Math.min(below + 1, count - 1))
  return low + (high - low) * (place - below)
}

function nth(sorted: readonly (readonly [number, number])[], index: number): number {
  let passed = 0
  for (const [value, count] of sorted) {
    passed += count
    if (passed > index) return value
  }
  return Number.NaN
}
