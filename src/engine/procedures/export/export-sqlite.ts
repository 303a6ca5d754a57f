import { EngineError } from '../../../contract/errors.ts'
import { quoteIdentifier } from '../../../lib/quote-identifier.ts'
import { param } from '../../params.ts'
import { checkFileUrl } from '../check-file-url.ts'
import { defineProcedure } from '../define-procedure.ts'
import { CREATE_TABLES, Names } from '../sqlite-file/sqlite-layout.ts'
import { writeSqliteTable } from '../sqlite-file/write-sqlite.ts'
import { withExportedRows } from './export-rows.ts'

/** Writes datasets as the tables of a SQLite file. */
export const exportSqlite = defineProcedure({
  type: 'export.sqlite',
  summary:
    'Writes datasets as a SQLite file that any tool opens, a table each. Three tables beside them (`_mldb_…`) hold what import.sqlite needs to give back every cell as it was.',
  params: {
    dataFileUrl: param.url('Where to: a file:/// URL.'),
    datasets: param.list(param.string(''), 'Which datasets; by default all.', { default: [] }),
  },
  check: ({ dataFileUrl }) => checkFileUrl(dataFileUrl, 'dataFileUrl'),
  async run({ params, context, call }) {
    const all = context.datasets.list()
    const chosen = params.datasets.length === 0 ? all : params.datasets.map((id) => find(all, id))
    const database = await context.openSqlite()
    try {
      for (const sql of CREATE_TABLES) database.run(sql)
      const tables = new Names([])
      let rowCount = 0
      for (const dataset of chosen) {
        const query = `SELECT * FROM ${quoteIdentifier(dataset.id)}`
        await withExportedRows(query, context, call, async (rows) => {
          await writeSqliteTable(database, dataset, rows, tables)
          rowCount += rows.rowCount
        })
      }
      await context.files.write(params.dataFileUrl, database.export())
      return { status: { datasetCount: chosen.length, rowCount } }
    } finally {
      database.close()
    }
  },
})

function find<T extends { id: string }>(all: readonly T[], id: string): T {
  const found = all.find((dataset) => dataset.id === id)
  if (found) return found
  throw new EngineError('unknown-dataset', `there is no dataset '${id}' to export`)
}
