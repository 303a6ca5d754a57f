import { EngineError } from '../../contract/errors.ts'
import type { Path, Value } from '../../contract/values.ts'
import { ColumnType } from './column-type.ts'
import type { RecordColumn } from './dataset-record.ts'

/** One column of a dataset being written. */
interface WrittenColumn {
  path: Path
  type: ColumnType
  /** Index among the table's columns; -1: its cells go to `_rest`. */
  index: number
  /** Cells added in this session. */
  rows: number
  sparse: boolean
}

interface Rules {
  maxTableColumns: number
  unknownColumn: 'error' | 'ignore' | 'add'
}

/** The columns of a dataset, learnt while rows are written. */
export class DatasetColumns {
  private readonly byName = new Map<string, WrittenColumn>()
  private readonly rules: Rules
  private tableColumns = 0
  private learnt = false

  /** @param table columns known already, from an earlier session
   *  @param rest those among them that stand in `_rest` */
  constructor(rules: Rules, table: readonly RecordColumn[] = [], rest: readonly RecordColumn[] = []) {
    this.rules = rules
    for (const { path, values, sparse = false } of [...table, ...rest]) {
      const index = this.tableColumns < table.length ? this.tableColumns++ : -1
      this.byName.set(keyOf(path), { path, type: ColumnType.from(values), index, rows: 0, sparse })
    }
    this.learnt = table.length > 0
  }

  /** Takes the cells of a column in some new rows.
   *  @returns the table's column they go to, -1 for `_rest`, undefined where the dataset ignores the column
   *  @throws EngineError `invalid-argument` where the dataset takes no new columns */
  add(path: Path, name: string, values: readonly (Value | undefined)[]): number | undefined {
    const column = this.byName.get(keyOf(path)) ?? this.learn(path, name)
    if (!column) return undefined
    column.rows += column.type.addPresent(values)
    return column.index
  }

  /** Called after the first rows: what is new from then on is unknown. */
  endOfFirstRows(): void {
    this.learnt = true
  }

  private learn(path: Path, name: string): WrittenColumn | undefined {
    if (this.learnt && this.rules.unknownColumn === 'ignore') return undefined
    if (this.learnt && this.rules.unknownColumn === 'error') {
      throw new EngineError(
        'invalid-argument',
        `New column name '${name}' while recording row in tabular dataset without unknownColumns=add`,
        { column: name },
      )
    }
    const index = this.tableColumns < this.rules.maxTableColumns ? this.tableColumns++ : -1
    const column = { path, type: new ColumnType(), index, rows: 0, sparse: false }
    this.byName.set(keyOf(path), column)
    return column
  }

  /** The columns as they are now. A column with fewer cells than `rowCount` is sparse. */
  toRecord(rowCount: number): { columns: RecordColumn[]; restColumns: RecordColumn[]; valueCount: number } {
    const columns: RecordColumn[] = []
    const restColumns: RecordColumn[] = []
    let valueCount = 0
    for (const { path, type, index, rows, sparse } of this.byName.values()) {
      const lacking = sparse || rows < rowCount
      if (lacking) type.add(undefined)
      const column: RecordColumn = { path, values: type.values, ...(lacking ? { sparse: true } : {}) }
      if (index >= 0) columns[index] = column
      else restColumns.push(column)
      valueCount += rows
    }
    return { columns, restColumns, valueCount }
  }
}

const keyOf = (path: Path): string => path.join('\u0000')
