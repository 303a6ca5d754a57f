import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import type { Value } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import { randomHex } from '../../../lib/generate-id.ts'
import type { DatasetWriter, EngineContext } from '../../context.ts'
import { type OutputDataset, param } from '../../params.ts'
import type { SelectClauses } from '../../sql/sql.ts'
import { type ImportedFile, importParameters, replaceImportFunctions } from './import-functions.ts'

/** Parameters of every import of rows: what of them is kept, and under which names. */
export const CLAUSE_PARAMS = {
  select: param.string('Columns of the result.', { default: '*' }),
  where: param.string('Rows of the result.', { default: 'true' }),
  named: param.string('Name of each row.', { default: 'lineNumber()' }),
  timestamp: param.string('Time of each row.', { default: 'fileTimestamp()' }),
}

export interface ImportClauses {
  select: string
  where: string
  named: string
  timestamp: string
}

/** Writes what `read` reads, under the names of its lines, as a dataset; with clauses, what they make of it. Nothing is
 *  seen before all is written, and nothing is left of an import that fails.
 *  @param read writes all rows
 *  @param ownNames rows have names of their own, which may come twice; else they are the numbers of lines
 *  @returns the number of rows */
export async function writeImported(
  output: OutputDataset,
  clauses: ImportClauses,
  read: (writer: DatasetWriter) => Promise<ImportedFile>,
  context: EngineContext,
  call: Call,
  ownNames = false,
): Promise<number> {
  if (!isPlain(clauses)) return writeSelected(output, clauses, read, context, call, ownNames)
  const writer = await context.datasets.write(output, call, { distinctRows: !ownNames })
  try {
    await read(writer)
    return (await writer.commit()).rowCount
  } finally {
    await writer.abort()
  }
}

const isTrue = (where: string): boolean => /^\s*(true|1)\s*$/i.test(where)
const isDefault = (clauses: ImportClauses, name: 'named' | 'timestamp'): boolean =>
  clauses[name].replace(/\s+/g, '') === CLAUSE_PARAMS[name].default
const isPlain = (clauses: ImportClauses): boolean =>
  clauses.select.trim() === '*' &&
  isTrue(clauses.where) &&
  isDefault(clauses, 'named') &&
  isDefault(clauses, 'timestamp')

/** Reads the file into a dataset of the session, then writes what the clauses make of it. */
async function writeSelected(
  output: OutputDataset,
  clauses: ImportClauses,
  read: (writer: DatasetWriter) => Promise<ImportedFile>,
  context: EngineContext,
  call: Call,
  ownNames: boolean,
): Promise<number> {
  const lines = { id: `import ${randomHex(8)}`, type: 'tabular', params: { unknownColumns: 'add' } }
  const statement = toStatement(clauses, lines.id)
  const source = await context.datasets.write(lines, call, { temporary: true, distinctRows: !ownNames })
  const writer = await context.datasets.write(output, call)
  try {
    const file = await read(source)
    await source.commit()
    await select(writer, statement, context, call, ownNames ? { ...file, ownTimes: true } : file)
    return (await writer.commit()).rowCount
  } finally {
    await source.abort()
    await context.datasets.delete(lines.id)
    await writer.abort()
  }
}

const TIME_COLUMN = '_import_timestamp'

function toStatement(clauses: ImportClauses, from: string): SelectClauses {
  const select = replaceImportFunctions(clauses.select)
  return {
    select: isDefault(clauses, 'timestamp')
      ? select
      : `${select}, ${replaceImportFunctions(clauses.timestamp)} AS ${TIME_COLUMN}`,
    from: `"${from}"`,
    ...(isTrue(clauses.where) ? {} : { where: replaceImportFunctions(clauses.where) }),
    ...(isDefault(clauses, 'named') ? {} : { named: replaceImportFunctions(clauses.named) }),
  }
}

async function select(
  writer: DatasetWriter,
  statement: SelectClauses,
  { sql }: EngineContext,
  call: Call,
  file: ImportedFile & { ownTimes?: boolean },
): Promise<void> {
  const result = await sql.query(statement, call, { parameters: importParameters(file) })
  const names = result.columns.map(({ path }) => formatPath(path))
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined) {
    throw new EngineError('invalid-argument', `Duplicate column name in select expression: '${twice}'`)
  }
  const timeAt = names.indexOf(TIME_COLUMN)
  for await (const batch of result.batches()) {
    const times = batch.rowNames.map((_, row) =>
      toMs(timeAt < 0 ? null : batch.columns[timeAt]![row]!, file.ownTimes ? batch.times[row]! : file.time),
    )
    await writer.append({
      rowNames: batch.rowNames,
      times: Float64Array.from(times),
      columns: result.columns.flatMap(({ path, sparse }, c) =>
        c === timeAt ? [] : [{ path, values: sparse ? absent(batch.columns[c]!) : batch.columns[c]! }],
      ),
      ...(batch.rest ? { rest: batch.rest } : {}),
    })
  }
}

/** In a column that some rows lack, NULL is an absent cell. */
const absent = (values: readonly Value[]): (Value | undefined)[] => values.map((value) => value ?? undefined)

/** A timestamp, or seconds since 1970; anything else is the file's time. */
function toMs(value: Value, fileTime: number): number {
  if (typeof value === 'number') return value * 1000
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'timestamp'
    ? value.ms
    : fileTime
}
