import { useMemo, useState } from 'react'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useClient } from '../../hooks/useClient.tsx'
import { plural } from '../../lib/format-number.ts'
import { guessColumns } from '../../lib/guess-columns.ts'
import { parseCsv } from '../../lib/parse-csv.ts'
import { importList } from './import-own.ts'
import type { Project } from './project.ts'

/** As much of a list as its columns are guessed from. */
const PREVIEW_CHARACTERS = 200_000
const PREVIEW_ROWS = 4

/** A CSV of labels and addresses: which column is which, before anything is stored. */
export function ListImport({ text, onDone }: { text: string; onDone: (project: Project) => void }) {
  const client = useClient()
  const { header, rows, guess } = useMemo(() => {
    const [header = [], ...rows] = parseCsv(text.slice(0, PREVIEW_CHARACTERS))
    return { header, rows, guess: guessColumns(header, rows) }
  }, [text])
  const [label, setLabel] = useState(guess.label ?? '')
  const [url, setUrl] = useState(guess.url ?? '')
  const [error, setError] = useState<unknown>()
  const example = rows[0]?.[header.indexOf(url)] ?? ''
  const lines = text.split('\n').filter((line) => line.trim() !== '').length - 1

  const choose = (name: string, value: string, set: (value: string) => void) => (
    <label className="field">
      <span>{name}</span>
      <select value={value} onChange={(event) => set(event.target.value)}>
        <option value="">choose a column</option>
        {header.map((column) => (
          <option key={column}>{column}</option>
        ))}
      </select>
    </label>
  )
  return (
    <section className="note">
      <h3>A list of about {plural(lines, 'row')}</h3>
      <div className="grid-scroll">
        <table className="grid">
          <thead>
            <tr>
              {header.map((column) => (
                <th key={column}>{column}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, PREVIEW_ROWS).map((row) => (
              <tr key={row.join('\n')}>
                {header.map((column, c) => (
                  <td key={column}>
                    <span className="clip">{row[c]}</span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="row">
        {choose('Label', label, setLabel)}
        {choose('Address of the picture', url, setUrl)}
        <button
          type="button"
          className="button primary"
          disabled={!label || !url || label === url || !example}
          onClick={() =>
            importList(client, text, { label, url, example, images: lines }).then(onDone, setError)
          }
          data-testid="own-list-use"
        >
          Use this list
        </button>
      </div>
      {error !== undefined && <ErrorNote error={error} />}
    </section>
  )
}
