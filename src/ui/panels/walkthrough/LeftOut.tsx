import { plural } from '../../lib/format-number.ts'

/** More lines than this help nobody. */
const MAX_SHOWN = 500

/** Files that were not taken, each with its reason. */
export function LeftOut({ left }: { left: readonly { path: string; reason: string }[] }) {
  if (left.length === 0) return null
  return (
    <details className="note" data-testid="left-out">
      <summary>{plural(left.length, 'file')} left out</summary>
      <ul className="plain small-text">
        {left.slice(0, MAX_SHOWN).map(({ path, reason }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same path may be dropped twice
          <li key={i}>
            <span className="mono break">{path}</span> <span className="muted">{reason}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
