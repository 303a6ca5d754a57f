import { EngineError } from '../../../contract/errors.ts'
import type { Path, RowValue, Value } from '../../../contract/values.ts'
import { formatPath } from '../../../lib/format-path.ts'
import type { Bound, ColumnClauses } from '../binder/bound.ts'
import { truth } from '../operators/operators.ts'
import { toColumnPath } from '../operators/structure.ts'
import { compareValues } from '../values/compare-values.ts'
import { flattenValue } from '../values/flatten-value.ts'
import { topLevelColumns } from '../values/top-level-columns.ts'
import { kindOf } from '../values/type-name.ts'
import { evaluateOver } from './evaluate.ts'

/** A column that is visited. */
interface Visit {
  path: Path
  name: string
  value: Value
  count: number
}

/** A COLUMN EXPR as it runs over one row after the other. */
export class ColumnProgram {
  private readonly clauses: ColumnClauses
  /** New names by old ones, where they do not depend on the row; null for a column that is left out. */
  private readonly names = new Map<string, Path | null>()
  private counts: ReadonlyMap<string, { path: Path; count: number }> = new Map()
  private kept: ReadonlySet<string> | undefined
  private isReady = false

  constructor(clauses: ColumnClauses) {
    this.clauses = clauses
  }

  /** @param counts the row of how many rows have each column, if any clause asks for it */
  run(row: Value, counts: () => Value, captured: readonly Value[]): RowValue {
    if (!this.isReady) this.prepare(counts())
    const { perColumn, select } = this.clauses
    const visits = this.visitsOf(row)
    const passed = perColumn
      ? visits
      : this.cut(
          visits.filter((visit) => this.passes(visit, captured)),
          captured,
        )
    const columns: (readonly [Path, Value])[] = []
    for (const visit of passed) {
      const path = perColumn ? this.nameOf(visit) : this.newName(visit, captured)
      if (path) columns.push([path, select ? this.evaluate(select, visit, captured) : visit.value])
    }
    return { kind: 'row', columns }
  }

  private prepare(counts: Value): void {
    this.isReady = true
    if (counts === null || kindOf(counts) !== 'row') return
    const all = (counts as RowValue).columns.map(([path, count]) => ({ path, count: count as number }))
    this.counts = new Map(all.map((column) => [formatPath(column.path), column]))
    const { limit, offset, perColumn } = this.clauses
    if (!perColumn || (limit === undefined && offset === 0)) return
    const visits = all.map(({ path, count }) => ({ path, name: formatPath(path), value: null, count }))
    const passed = visits.filter((visit) => this.passes(visit, []))
    this.kept = new Set(this.cut(passed, []).map(({ name }) => name))
  }

  private visitsOf(row: Value): Visit[] {
    if (kindOf(row) !== 'row') return []
    const { structured, sparse } = this.clauses
    const isCell = ([path, value]: readonly [Path, Value]): boolean =>
      value !== null || !sparse.has(formatPath(path))
    const columns = structured
      ? topLevelColumns<Value>((row as RowValue).columns.filter(isCell), (below) => ({
          kind: 'row',
          columns: below,
        }))
      : flattenValue(row).filter(isCell)
    const visits: Visit[] = []
    for (const [path, value] of columns) {
      const name = formatPath(path)
      visits.push({ path, name, value, count: this.counts.get(name)?.count ?? 0 })
    }
    return visits
  }

  /** The new name of a column, decided once for all rows. */
  private nameOf(visit: Visit): Path | null {
    const known = this.names.get(visit.name)
    if (known !== undefined) return known
    const isKept = this.kept ? this.kept.has(visit.name) : this.passes(visit, [])
    const path = isKept ? this.newName(visit, []) : null
    this.names.set(visit.name, path)
    return path
  }

  private newName(visit: Visit, captured: readonly Value[]): Path {
    const { as } = this.clauses
    return as ? toColumnPath(this.evaluate(as, visit, captured)) : visit.path
  }

  private passes(visit: Visit, captured: readonly Value[]): boolean {
    const { where } = this.clauses
    return !where || truth(this.evaluate(where, visit, captured)) === 1
  }

  /** OFFSET and LIMIT in the order asked for; the columns keep their own. */
  private cut(visits: Visit[], captured: readonly Value[]): Visit[] {
    const { orderBy, limit, offset } = this.clauses
    if (limit === undefined && offset === 0) return visits
    const keys = new Map(visits.map((v) => [v, orderBy.map(({ expr }) => this.evaluate(expr, v, captured))]))
    const sorted = [...visits].sort((a, b) => {
      for (const [i, { descending }] of orderBy.entries()) {
        const order = compareValues(keys.get(a)![i]!, keys.get(b)![i]!)
        if (order !== 0) return descending ? -order : order
      }
      return 0
    })
    const kept = new Set(sorted.slice(offset, limit === undefined ? undefined : offset + limit))
    return visits.filter((visit) => kept.has(visit))
  }

  private evaluate(bound: Bound, { name, value, count }: Visit, captured: readonly Value[]): Value {
    return evaluateOver(bound, (input) => {
      if (input === 'name') return name
      if (input === 'value') return value
      if (input === 'count') return count
      const found = captured[Number(input.slice(1))]
      if (found === undefined) throw new EngineError('internal', `COLUMN EXPR has no input ${input}`)
      return found
    })
  }
}
