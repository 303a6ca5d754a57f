import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import { checkCancelled } from '../../check-cancelled.ts'
import type { DatasetWriter, EngineContext } from '../../context.ts'
import { type ParamValues, param } from '../../params.ts'
import { defineProcedure } from '../define-procedure.ts'
import { readSource } from '../sources/read-source.ts'
import { readSqlite, type SqliteTable } from '../sqlite-file/read-sqlite.ts'
import { writeTogether } from './write-together.ts'

const PARAMS = {
  dataFileUrl: param.url('The file: http(s)://, file:///, data:, blob:, or an address relative to the app.'),
  tables: param.list(
    param.string(''),
    'Which tables, by the names of the datasets they become; by default all.',
    {
      default: [],
    },
  ),
  outputDataset: param.optional(
    param.outputDataset(
      'Where one table goes. By default each goes to a dataset of its own name.',
      'tabular',
    ),
  ),
  replace: param.boolean('Replace datasets of these names, which otherwise are an error.', {
    default: false,
  }),
  limit: param.integer('Rows to read of each table; −1 for all.', { default: -1, min: -1 }),
}

/** The tables of a SQLite file to datasets. */
export const importSqlite = defineProcedure({
  type: 'import.sqlite',
  summary:
    'Imports the tables of a SQLite file, each as a dataset: all or none. Rows are numbered from 1, except in what export.sqlite wrote, which comes back as it was. Views are left out.',
  params: PARAMS,
  async run({ params, context, call }) {
    const { bytes, lastModified } = await readSource(params.dataFileUrl, context, call)
    const file = await readSqlite(bytes, context)
    try {
      const chosen = choose(file.tables, params)
      const targets = chosen.map((table) => ({
        output: params.outputDataset ?? { id: table.id, ...typeOf(table, context) },
        write: (writer: DatasetWriter) => copy(table, writer, lastModified, params.limit, call),
      }))
      const counts = await writeTogether(
        targets,
        params.replace || params.outputDataset !== undefined,
        context,
        call,
      )
      const tables = chosen.map(({ id }, i) => ({
        dataset: targets[i]!.output.id ?? id,
        rowCount: counts[i]!,
      }))
      return { status: { rowCount: counts.reduce((sum, n) => sum + n, 0), tables } }
    } finally {
      file.close()
    }
  },
})

function choose(tables: readonly SqliteTable[], params: ParamValues<typeof PARAMS>): SqliteTable[] {
  const names = tables.map(({ id }) => id)
  const unknown = params.tables.find((name) => !names.includes(name))
  if (unknown !== undefined) {
    throw new EngineError(
      'invalid-argument',
      `the file has no table '${unknown}'; it has ${names.join(', ') || 'none'}`,
    )
  }
  const chosen = tables.filter(({ id }) => params.tables.length === 0 || params.tables.includes(id))
  if (chosen.length === 0) throw new EngineError('bad-file', 'the SQLite file has no tables')
  if (params.outputDataset && chosen.length > 1) {
    throw new EngineError(
      'invalid-argument',
      `outputDataset takes one table; name it in tables: the file has ${names.join(', ')}`,
    )
  }
  return chosen
}

/** What it was, where that is a type that holds rows here; else a table. */
function typeOf({ type, params }: SqliteTable, context: EngineContext) {
  return context.datasets.canWrite(type) ? { type, params } : { type: 'tabular', params: {} }
}

async function copy(
  table: SqliteTable,
  writer: DatasetWriter,
  fileTime: number,
  limit: number,
  call: Call,
): Promise<void> {
  let done = 0
  for (const batch of table.batches(fileTime, limit)) {
    checkCancelled(call)
    await writer.append(batch)
    done += batch.rowNames.length
    call.onProgress?.({ phase: 'rows', step: `rows of ${table.id}`, done, total: table.rowCount })
  }
}
