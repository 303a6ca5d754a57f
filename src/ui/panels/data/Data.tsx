// panels/data/ shows what the engine holds: datasets, functions, procedures with their runs, files, and how much room
// they take.
import { useState } from 'react'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useFileDrop } from '../../hooks/useFileDrop.ts'
import { useHash } from '../../hooks/useHash.ts'
import { usePaste } from '../../hooks/usePaste.ts'
import { useRest } from '../../hooks/useRest.ts'
import { fromDrop, fromPaste } from '../../lib/dropped-files.ts'
import { formatCount } from '../../lib/format-number.ts'
import { toHash } from '../../router.ts'
import { EntityDetails } from './EntityDetails.tsx'
import { ExportDialog } from './export/ExportDialog.tsx'
import { ImportDialog, type Source } from './import/ImportDialog.tsx'
import { KINDS, type Kind } from './kinds.ts'
import { ProcedureDialog } from './procedure/ProcedureDialog.tsx'
import { StorageMeter } from './StorageMeter.tsx'

/** Lists on the left, the one that is open on the right. */
export default function Data() {
  const { rest } = useHash()
  const [kindName, id] = rest
  const kind = KINDS.find(({ path }) => path === kindName) ?? KINDS[0]!
  const [source, setSource] = useState<Source>()
  const [isExporting, setExporting] = useState(false)
  const [isRunning, setRunning] = useState(false)
  useFileDrop((transfer) => void fromDrop(transfer).then(setSource))
  const isOpen = source !== undefined || isExporting || isRunning
  usePaste((event) => {
    if (!isOpen) setSource(fromPaste(event))
  })
  return (
    <>
      <header className="panel-header">
        <h1>Data</h1>
        <div className="row">
          <button
            type="button"
            className="button primary"
            onClick={() => setSource([])}
            data-testid="open-import"
          >
            Import
          </button>
          <button
            type="button"
            className="button"
            onClick={() => setRunning(true)}
            data-testid="open-procedure"
          >
            Run a procedure
          </button>
          <button
            type="button"
            className="button"
            onClick={() => setExporting(true)}
            data-testid="open-export"
          >
            Download everything
          </button>
        </div>
        <StorageMeter />
      </header>
      {source !== undefined && <ImportDialog initial={source} onClose={() => setSource(undefined)} />}
      {isRunning && <ProcedureDialog onClose={() => setRunning(false)} />}
      {isExporting && <ExportDialog source="everything" onClose={() => setExporting(false)} />}
      <div className="data">
        <nav className="data-lists" aria-label="Entities">
          {KINDS.map((each) => (
            <EntityList key={each.path} kind={each} current={each.path === kind.path ? id : undefined} />
          ))}
        </nav>
        <div className="data-detail">
          {id === undefined ? (
            <EmptyState title="Nothing opened">
              <p>
                Choose a dataset to see its rows, a function to see what it takes and gives, a procedure to
                see its runs.
              </p>
            </EmptyState>
          ) : (
            <EntityDetails key={`${kind.path}/${id}`} kind={kind} id={id} />
          )}
        </div>
      </div>
    </>
  )
}

function EntityList({ kind, current }: { kind: Kind; current: string | undefined }) {
  const { data: ids, error } = useRest<string[]>(`/v1/${kind.path}`)
  return (
    <section className="card" aria-labelledby={`list-${kind.path}`}>
      <h2 id={`list-${kind.path}`}>
        {kind.title} {ids && <span className="muted">{formatCount(ids.length)}</span>}
      </h2>
      {error && <ErrorNote error={error} />}
      {ids?.length === 0 && (
        <p className="muted small-text">
          {kind.empty}{' '}
          <a href={toHash({ panel: 'walkthrough', rest: ['sample'] })}>Make some from the sample</a>
        </p>
      )}
      <ul className="plain list" data-testid={`list-${kind.path}`}>
        {ids?.map((id) => (
          <li key={id}>
            <a
              className="mono"
              href={toHash({ panel: 'data', rest: [kind.path, id] })}
              aria-current={id === current ? 'true' : undefined}
            >
              {id}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
