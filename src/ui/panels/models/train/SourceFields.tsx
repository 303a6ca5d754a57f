import { CodeField } from '../../../components/CodeField.tsx'
import { Tabs } from '../../../components/Tabs.tsx'
import { quoteName } from '../../../lib/quote-name.ts'
import type { Draft } from './draft.ts'

interface SourceFieldsProps {
  draft: Draft
  datasets: readonly string[]
  onChange: (changes: Partial<Draft>) => void
}

/** Where the rows come from. Another source starts the choice of columns anew. */
export function SourceFields({ draft, datasets, onChange }: SourceFieldsProps) {
  const kind = draft.source?.kind ?? 'dataset'
  const take = (source: Draft['source']) =>
    onChange({
      source,
      labels: [],
      features: {},
      mode: undefined,
      trueValue: undefined,
      weight: undefined,
    })
  const id = draft.source?.kind === 'dataset' ? draft.source.id : ''
  return (
    <section className="card fields" aria-labelledby="train-source">
      <div className="row">
        <h2 id="train-source" className="grow">
          Learn from
        </h2>
        <Tabs
          label="Rows of"
          selected={kind}
          tabs={[
            { id: 'dataset', title: 'A dataset' },
            { id: 'query', title: 'A query' },
          ]}
          onSelect={(next) => {
            if (next === kind) return
            if (next === 'dataset') take({ kind: 'dataset', id: datasets[0] ?? '' })
            else take({ kind: 'query', sql: `SELECT * FROM ${quoteName(id || datasets[0] || 'dataset')}` })
          }}
        />
      </div>
      {kind === 'dataset' ? (
        <label className="field">
          <span>Dataset</span>
          <select
            value={id}
            data-testid="train-dataset"
            onChange={(event) => take({ kind: 'dataset', id: event.target.value })}
          >
            {id === '' && <option value="">Choose one…</option>}
            {datasets.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </label>
      ) : (
        <>
          <CodeField
            label="A query: its columns are the label and the features"
            language="sql"
            text={draft.source?.kind === 'query' ? draft.source.sql : ''}
            onChange={(sql) => onChange({ source: { kind: 'query', sql } })}
          />
          <p className="muted small-text">Joins, filters and computed columns: whatever SELECT can do.</p>
        </>
      )}
    </section>
  )
}
