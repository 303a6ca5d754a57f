import type { RowError } from '../../contract/progress.ts'
import { formatCount, plural } from '../lib/format-number.ts'
import { groupRowErrors } from '../lib/group-row-errors.ts'
import { fileName } from './Thumbnail.tsx'

/** Rows that could not be computed, grouped by reason. Nothing where there are none. */
export function RowErrors({
  errors,
  count = errors.length,
  total,
}: {
  errors: readonly RowError[]
  count?: number
  total?: number
}) {
  if (count === 0) return null
  return (
    <details className="note note-warn" data-testid="row-errors">
      <summary>
        <strong>
          {total === undefined
            ? `${plural(count, 'row')} could not be read.`
            : `${formatCount(count)} of ${plural(total, 'row')} could not be read.`}
        </strong>{' '}
        Their values are NULL; the others are complete.
      </summary>
      {groupRowErrors(errors).map(({ reason, errors: group }) => (
        <section key={reason}>
          <h4>
            {formatCount(group.length)} × {reason}
          </h4>
          <ul className="plain">
            {group.map(({ rowName, input }) => (
              <li key={rowName}>
                <span className="mono">{rowName}</span>{' '}
                {input && <span title={input}>{fileName(input)}</span>}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </details>
  )
}
