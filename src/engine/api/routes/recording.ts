import { EngineError } from '../../../contract/errors.ts'
import type { Path, Value } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { parsePath } from '../../../lib/parse-path.ts'
import type { RecordedCell, RecordedRow } from '../../datasets/recorder.ts'
import { isObject } from '../../params.ts'
import { flattenValue } from '../../sql/values/flatten-value.ts'
import { parseTimestamp } from '../../sql/values/parse-timestamp.ts'
import { jsonToValue } from '../json-to-value.ts'
import { type Exchange, json, type Route } from '../route.ts'
import { findDataset } from './described-dataset.ts'

const malformed = (what: string): EngineError =>
  new EngineError('invalid-argument', `recording needs ${what}`)

/** A row or column name: the text form of a path, a list of its elements, or an integer. */
function toPath(name: unknown, what: string): Path {
  if (typeof name === 'number' && Number.isInteger(name)) return [String(name)]
  if (typeof name === 'string' && name !== '') return parsePath(name)
  if (Array.isArray(name) && name.length > 0 && name.every((part) => typeof part === 'string')) return name
  throw malformed(`a ${what} that is a non-empty text, a list of texts or an integer`)
}

/** ISO text, `{"ts": …}`, or seconds since 1970; ms since 1970. */
function toTime(time: unknown): number {
  if (time === undefined) return Date.now()
  if (typeof time === 'number') return time * 1000
  const text = isObject(time) ? time.ts : time
  const parsed = typeof text === 'string' ? parseTimestamp(text) : undefined
  if (!parsed) throw malformed(`times in ISO 8601 or in seconds since 1970, not ${JSON.stringify(time)}`)
  return parsed.ms
}

/** Structures are flattened: a cell holds an atom, or a vector where the dataset's type keeps those. */
function toCells(path: Path, json: unknown, time: unknown, keepsVectors: boolean): RecordedCell[] {
  const ms = toTime(time)
  const value = jsonToValue(json)
  if (keepsVectors && isObject(value) && value.kind === 'embedding')
    return [{ path, value: value as Value, time: ms }]
  return flattenValue(value, path).map(([inner, atom]) => ({
    path: inner,
    value: atom,
    time: ms,
  }))
}

function toRow(name: unknown, columns: unknown, keepsVectors: boolean): RecordedRow {
  if (!Array.isArray(columns)) throw malformed('columns as a list of [name, value, time]')
  return {
    name: formatPath(toPath(name, 'row name')),
    cells: columns.flatMap((cell) => {
      if (!Array.isArray(cell) || cell.length < 2) throw malformed('each cell as [column name, value, time]')
      return toCells(toPath(cell[0], 'column name'), cell[1], cell[2], keepsVectors)
    }),
  }
}

/** Cells of one column, as rows. */
function toRowsOfColumn(name: unknown, rows: unknown, keepsVectors: boolean): RecordedRow[] {
  const path = toPath(name, 'column name')
  if (!Array.isArray(rows)) throw malformed('rows as a list of [row name, value, time]')
  return rows.map((cell) => {
    if (!Array.isArray(cell) || cell.length < 2) throw malformed('each cell as [row name, value, time]')
    return {
      name: formatPath(toPath(cell[0], 'row name')),
      cells: toCells(path, cell[1], cell[2], keepsVectors),
    }
  })
}

const pairs = (body: unknown): [unknown, unknown][] => {
  if (!Array.isArray(body)) throw malformed('a list of [name, cells]')
  return body.map((entry) => {
    if (!Array.isArray(entry) || entry.length !== 2) throw malformed('each entry as [name, cells]')
    return entry as [unknown, unknown]
  })
}

const object = (body: unknown): Record<string, unknown> => {
  if (!isObject(body)) throw malformed('a JSON object')
  return body
}

const READERS: Record<string, (body: unknown, keepsVectors: boolean) => RecordedRow[]> = {
  rows: (body, keep) => [toRow(object(body).rowName, object(body).columns, keep)],
  multirows: (body, keep) => pairs(body).map(([name, columns]) => toRow(name, columns, keep)),
  columns: (body, keep) => toRowsOfColumn(object(body).columnName, object(body).rows, keep),
  multicolumns: (body, keep) => pairs(body).flatMap(([name, rows]) => toRowsOfColumn(name, rows, keep)),
}

const record = (what: string) => async (exchange: Exchange) => {
  const { api, path, request } = exchange
  const { id, type } = findDataset(exchange)
  const { mutable, keepsVectors = false } = api.datasets.types.get(type)
  const recorder = api.datasets.recorder(path.id!)
  if (!mutable && what.endsWith('columns')) {
    throw new EngineError(
      'invalid-argument',
      `dataset '${id}' is of type ${type}, which doesn't allow recording by columns, since each row is recorded once; record rows`,
    )
  }
  await recorder.record(READERS[what]!(request.body, keepsVectors))
  return json({})
}

export const recordingRoutes: readonly Route[] = [
  {
    method: 'POST',
    pattern: '/v1/datasets/:id/rows',
    summary: 'Records one row: `{"rowName", "columns": [[name, value, time], …]}`.',
    handle: record('rows'),
  },
  {
    method: 'POST',
    pattern: '/v1/datasets/:id/multirows',
    summary: 'Records rows: `[[row name, [[name, value, time], …]], …]`.',
    handle: record('multirows'),
  },
  {
    method: 'POST',
    pattern: '/v1/datasets/:id/columns',
    summary: 'Records one column: `{"columnName", "rows": [[row name, value, time], …]}`.',
    handle: record('columns'),
  },
  {
    method: 'POST',
    pattern: '/v1/datasets/:id/multicolumns',
    summary: 'Records columns.',
    handle: record('multicolumns'),
  },
  {
    method: 'POST',
    pattern: '/v1/datasets/:id/commit',
    summary: 'Makes recorded rows readable.',
    async handle(exchange) {
      findDataset(exchange)
      await exchange.api.datasets.recorder(exchange.path.id!).commit()
      return json({})
    },
  },
]
