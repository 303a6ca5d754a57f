// sqlite-file/ writes datasets as a .sqlite file that any tool opens, and reads such files and those of other tools. A
// dataset is a table with its columns under their own names, as plain as SQLite can hold them; what that loses stands
// in three tables of ours beside it, from which every cell comes back as it was:
//
//   _mldb_datasets  id, table_name, type, params (JSON)
//   _mldb_columns   dataset, position, column_name (NULL: in `_rest`), path, kind (JSON, see parquet/column-kind.ts)
//   _mldb_cells     dataset, row (rowid), position, value (json/exact-json.ts): cells that are not what the table shows
//
// A time is ISO 8601 text, an embedding its numbers as bytes, little-endian; NaN is NULL; an integer beyond 64 bits text.

export const DATASETS_TABLE = '_mldb_datasets'
export const COLUMNS_TABLE = '_mldb_columns'
export const CELLS_TABLE = '_mldb_cells'

/** The row's name and time, before its columns. Further columns are one JSON text, as export.json writes it. */
export const NAME_COLUMN = '_rowName'
export const TIME_COLUMN = '_rowTime'
export const REST_COLUMN = '_rest'

export const CREATE_TABLES = [
  `CREATE TABLE ${DATASETS_TABLE} (id TEXT PRIMARY KEY, table_name TEXT NOT NULL, type TEXT NOT NULL, params TEXT NOT NULL)`,
  `CREATE TABLE ${COLUMNS_TABLE} (dataset TEXT NOT NULL, position INTEGER NOT NULL, column_name TEXT, path TEXT NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (dataset, position))`,
  `CREATE TABLE ${CELLS_TABLE} (dataset TEXT NOT NULL, row INTEGER NOT NULL, position INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (dataset, row, position)) WITHOUT ROWID`,
]

/** Gives out names that SQLite, which ignores the case of letters, does not take for one another. */
export class Names {
  private readonly taken: Set<string>

  constructor(reserved: readonly string[]) {
    this.taken = new Set(reserved.map((name) => name.toLowerCase()))
  }

  /** The name itself where it is free, else with a number. */
  take(wanted: string): string {
    // NUL ends a statement for SQLite; tables of these names are its own.
    const name = wanted.replaceAll('\0', '').replace(/^(?=sqlite_|_mldb_)/i, 'x_') || 'unnamed'
    let free = name
    for (let n = 2; this.taken.has(free.toLowerCase()); n++) free = `${name}_${n}`
    this.taken.add(free.toLowerCase())
    return free
  }
}
