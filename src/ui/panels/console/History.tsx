import { useState } from 'react'
import { formatAgo, formatDuration, plural } from '../../lib/format-number.ts'
import { type HistoryEntry, searchHistory } from './history.ts'

const SHOWN = 30

/** Statements that were run, searchable; a click puts one into the editor. */
export function History({
  entries,
  onOpen,
  onForget,
}: {
  entries: readonly HistoryEntry[]
  onOpen: (entry: HistoryEntry) => void
  onForget: () => void
}) {
  const [search, setSearch] = useState('')
  if (entries.length === 0) return null
  const found = searchHistory(entries, search)
  return (
    <section className="card" aria-labelledby="history-title">
      <header className="row">
        <h2 id="history-title" className="grow">
          History
        </h2>
        <input
          type="search"
          aria-label="Search the history"
          placeholder="Search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <button type="button" className="button quiet small" onClick={onForget}>
          Clear
        </button>
      </header>
      <ul className="plain list history">
        {found.slice(0, SHOWN).map((entry) => (
          <li key={`${entry.dialect ?? ''} ${entry.sql}`}>
            <button type="button" onClick={() => onOpen(entry)} title={entry.sql}>
              <code className="clip">{entry.sql}</code>
              <span className="muted small-text">
                {entry.dialect === 'sqlite' && <span className="chip">SQLite</span>}{' '}
                <time dateTime={new Date(entry.at).toISOString()} title={new Date(entry.at).toLocaleString()}>
                  {formatAgo(entry.at, Date.now())}
                </time>
                {', '}
                {howItWent(entry)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="muted">No statement holds “{search}”.</p>}
    </section>
  )
}

function howItWent({ error, cancelled, rows, durationMs }: HistoryEntry): string {
  if (error) return `failed: ${error}`
  const after = formatDuration(durationMs)
  return cancelled ? `cancelled after ${after}` : `${plural(rows ?? 0, 'row')}, ${after}`
}
