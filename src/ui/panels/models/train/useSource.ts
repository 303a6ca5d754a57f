import { useMemo } from 'react'
import type { Path } from '../../../../contract/values.ts'
import { useSql } from '../../../hooks/useRest.ts'
import { type ColumnDescription, describeColumns } from '../../../lib/describe-columns.ts'
import type { LabelFacts } from './guess-mode.ts'
import { columnSql, fromSql, type Source } from './training-plan.ts'

/** Rows that columns are described by. */
const SAMPLE = 500
/** Values of a label that are listed. */
const LISTED = 100

/** The columns of a source, by a sample of its rows. */
export function useColumns(source: Source | undefined): {
  columns: readonly ColumnDescription[]
  error: Error | null
  isReading: boolean
} {
  const { data, error, isFetching, isPlaceholderData } = useSql(
    source && `SELECT * FROM ${fromSql(source)} LIMIT ${SAMPLE}`,
  )
  const columns = useMemo(
    () => (data && source && !isPlaceholderData ? describeColumns(data.columns) : []),
    [data, source, isPlaceholderData],
  )
  return { columns: error ? [] : columns, error, isReading: isFetching }
}

/** How often each value of the column to predict occurs. */
export function useLabelFacts(source: Source | undefined, label: Path | undefined): LabelFacts | undefined {
  const column = label && columnSql(label)
  const from = source && fromSql(source)
  const isAsked = column !== undefined && from !== undefined
  const totalsAnswer = useSql(
    isAsked
      ? `SELECT count(*) AS n, count(${column}) AS labelled, count(DISTINCT ${column}) AS kinds FROM ${from}`
      : undefined,
  )
  const countsAnswer = useSql(
    isAsked
      ? `SELECT ${column} AS v, count(*) AS n FROM ${from} WHERE ${column} IS NOT NULL GROUP BY ${column} ORDER BY n DESC LIMIT ${LISTED}`
      : undefined,
  )
  // What is shown while another column is read was of the one before.
  const totals = totalsAnswer.isPlaceholderData ? undefined : totalsAnswer.data
  const counts = countsAnswer.isPlaceholderData ? undefined : countsAnswer.data
  return useMemo(() => {
    if (!isAsked || !totals || !counts) return undefined
    const [n, labelled, kinds] = totals.columns.map(({ values }) => Number(values[0] ?? 0))
    const [values, rows] = counts.columns.map((each) => each.values)
    return {
      rows: n ?? 0,
      labelled: labelled ?? 0,
      distinct: kinds ?? 0,
      commonest: (values ?? []).map((value, i) => ({ value, rows: Number(rows?.[i] ?? 0) })),
    }
  }, [isAsked, totals, counts])
}
