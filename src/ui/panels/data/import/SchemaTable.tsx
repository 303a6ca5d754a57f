import type { PreviewTable } from '../../../../contract/rest.ts'
import { type ColumnPlan, TYPE_CHOICES } from './import-plan.ts'

interface SchemaTableProps {
  table: PreviewTable
  plan: readonly ColumnPlan[]
  /** Absent where the columns are not to choose. */
  onChange: ((plan: ColumnPlan[]) => void) | undefined
}

const SHOWN_ROWS = 8
const SHOWN_COLUMNS = 60

/** The first rows, under heads in which columns can be left out, renamed and given a type. */
export function SchemaTable({ table, plan, onChange }: SchemaTableProps) {
  const shown = plan.slice(0, SHOWN_COLUMNS)
  const change = (index: number, change: Partial<ColumnPlan>) =>
    onChange?.(plan.map((column, i) => (i === index ? { ...column, ...change } : column)))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="grid-scroll" aria-label={`The first rows of ${table.name}`} tabIndex={0}>
      <table className="grid">
        <thead>
          <tr>
            {shown.map(({ column, isIncluded, name, type }, i) => {
              const original = column.path.join('.')
              return (
                <th key={original} scope="col">
                  {onChange ? (
                    <span className="row one-line">
                      <input
                        type="checkbox"
                        checked={isIncluded}
                        aria-label={`Import ${original}`}
                        onChange={(event) => change(i, { isIncluded: event.target.checked })}
                      />
                      <input
                        type="text"
                        value={name}
                        size={Math.max(6, name.length)}
                        aria-label={`Name of ${original}`}
                        disabled={!isIncluded}
                        onChange={(event) => change(i, { name: event.target.value || original })}
                      />
                      <select
                        value={type}
                        aria-label={`Type of ${original}`}
                        disabled={!isIncluded}
                        onChange={(event) => change(i, { type: event.target.value as ColumnPlan['type'] })}
                      >
                        {TYPE_CHOICES.map(({ value, title }) => (
                          <option key={value} value={value}>
                            {value === '' ? column.type : title}
                          </option>
                        ))}
                      </select>
                    </span>
                  ) : (
                    original
                  )}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {table.rows.slice(0, SHOWN_ROWS).map((row, r) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a preview have no names and never move
            <tr key={r}>
              {shown.map(({ column }, c) => (
                <td key={column.path.join('.')}>
                  <span className="clip">{show(row[c])}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function show(cell: unknown): string {
  if (cell === null || cell === undefined) return 'NULL'
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
}
