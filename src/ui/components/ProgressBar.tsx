import { useElapsed } from '../hooks/useElapsed.ts'
import { describeProgress } from '../lib/describe-progress.ts'
import { formatDuration, formatPercent } from '../lib/format-number.ts'
import type { RatedProgress } from '../lib/track-rate.ts'

/** How far something has come: done of total, rate, time left; while nothing is reported, how long it has taken so far.
 *  Screen readers hear every tenth only. */
export function ProgressBar({ progress, label }: { progress?: RatedProgress | undefined; label: string }) {
  const fraction = progress?.fraction
  const elapsedMs = useElapsed(progress === undefined)
  const waited =
    elapsedMs < 1000 ? 'starting' : `${formatDuration(Math.floor(elapsedMs / 1000) * 1000)} so far`
  const tenth = fraction === undefined ? undefined : Math.floor(fraction * 10) / 10
  return (
    <div className="progress">
      <progress aria-label={label} max={1} value={fraction} />
      <p className="progress-text">
        <span>{progress?.step ?? label}</span>
        {(progress ? describeProgress(progress) : [waited]).map((part) => (
          <span key={part}>{part}</span>
        ))}
      </p>
      <span className="visually-hidden" aria-live="polite">
        {tenth === undefined ? label : `${label}: ${formatPercent(tenth)}`}
      </span>
    </div>
  )
}
