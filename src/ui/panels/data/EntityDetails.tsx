import { useState } from 'react'
import type { EntityStatus } from '../../../contract/rest.ts'
import { CodeField } from '../../components/CodeField.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { ResultGrid } from '../../components/ResultGrid.tsx'
import { useClient } from '../../hooks/useClient.tsx'
import { useEntity, useSql } from '../../hooks/useRest.ts'
import { quoteName } from '../../lib/quote-name.ts'
import { toHash } from '../../router.ts'
import { consoleHash, runWhenOpened } from '../console/open-statement.ts'
import { openModel, openRun, openTraining } from '../models/routes.ts'
import { TRAININGS } from '../models/useTrainings.ts'
import { ExportDialog } from './export/ExportDialog.tsx'
import type { Kind } from './kinds.ts'
import { Runs } from './Runs.tsx'

const firstRows = (id: string) => `SELECT * FROM ${quoteName(id)} LIMIT 1000`

/** Types of functions that are made of a trained model. */
const MODEL_TYPES = ['classifier', 'classifier.explain']

/** One entity: its state, its configuration, its rows or runs, and a way to delete it. */
export function EntityDetails({ kind, id }: { kind: Kind; id: string }) {
  const { data: status, error } = useEntity<EntityStatus>(`/v1/${kind.path}/${encodeURIComponent(id)}`)
  const [isDeleting, setDeleting] = useState(false)
  const [isExporting, setExporting] = useState(false)
  if (error) return <ErrorNote error={error} />
  if (status === null)
    return (
      <p className="muted">
        There is no {kind.one} called “{id}” any more.
      </p>
    )
  if (!status) return <p className="muted">Reading…</p>
  const hasModel = kind.path === 'functions' && MODEL_TYPES.includes(status.type)
  return (
    <article className="card">
      <header className="row">
        <div className="grow">
          <h2 className="mono break">{id}</h2>
          <p className="muted">
            {kind.one} of type <code>{status.type}</code>, {status.state}
          </p>
        </div>
        <ModelLink kind={kind} id={id} type={status.type} />
        {kind.path === 'datasets' && (
          <a
            className="button small"
            href={consoleHash(firstRows(id))}
            onClick={() => runWhenOpened(firstRows(id))}
            data-testid="open-in-sql"
          >
            Open in SQL
          </a>
        )}
        {kind.path === 'datasets' && (
          <button
            type="button"
            className="button small"
            onClick={() => setExporting(true)}
            data-testid="export-dataset"
          >
            Download
          </button>
        )}
        {hasModel && (
          <button
            type="button"
            className="button small"
            onClick={() => setExporting(true)}
            data-testid="export-model"
          >
            Download model
          </button>
        )}
        <button type="button" className="button small danger" onClick={() => setDeleting(true)}>
          Delete
        </button>
      </header>
      {kind.path === 'datasets' && <Rows id={id} rowCount={rowCountOf(status)} />}
      {kind.path === 'procedures' && <Runs procedure={id} />}
      {status.status !== undefined && <JsonBlock title="Status" value={status.status} />}
      <JsonBlock title="Configuration" value={status.config} />
      {isExporting && (
        <ExportDialog
          source={hasModel ? { model: id } : { dataset: id }}
          onClose={() => setExporting(false)}
        />
      )}
      {isDeleting && <DeleteDialog kind={kind} id={id} onClose={() => setDeleting(false)} />}
    </article>
  )
}

/** The way to the page of models: to train on a dataset, to use a classifier, to see what a training came to. */
function ModelLink({ kind, id, type }: { kind: Kind; id: string; type: string }) {
  const link =
    kind.path === 'datasets'
      ? { href: openTraining(id), title: 'Train a model' }
      : kind.path === 'functions' && type === 'classifier'
        ? { href: openModel(id), title: 'Predict and explain' }
        : kind.path === 'procedures' && TRAININGS.includes(type)
          ? { href: openRun(id), title: 'Evaluation' }
          : undefined
  return (
    link && (
      <a className="button small" href={link.href}>
        {link.title}
      </a>
    )
  )
}

/** How many rows a dataset has, where its status says so. */
function rowCountOf({ status }: EntityStatus): number | undefined {
  const count = (status as { rowCount?: unknown } | undefined)?.rowCount
  return typeof count === 'number' ? count : undefined
}

function Rows({ id, rowCount }: { id: string; rowCount: number | undefined }) {
  const { data, error } = useSql(`SELECT * FROM ${quoteName(id)} LIMIT 200`)
  if (error) return <ErrorNote error={error} />
  return data ? (
    <ResultGrid result={data} label={`The first rows of ${id}`} height={360} outOf={rowCount} />
  ) : (
    <p className="muted">Reading rows…</p>
  )
}

/** Deeper or longer values are for scripts, not for a page. */
const MAX_JSON = 20_000

function JsonBlock({ title, value }: { title: string; value: unknown }) {
  const text = JSON.stringify(value, null, 2) ?? ''
  return (
    <details className="json">
      <summary>{title}</summary>
      <CodeField
        label={title}
        language="json"
        text={text.length > MAX_JSON ? `${text.slice(0, MAX_JSON)}\n…` : text}
      />
    </details>
  )
}

function DeleteDialog({ kind, id, onClose }: { kind: Kind; id: string; onClose: () => void }) {
  const client = useClient()
  const [error, setError] = useState<unknown>()
  async function remove() {
    try {
      await client.delete(`/v1/${kind.path}/${encodeURIComponent(id)}`)
      window.location.hash = toHash({ panel: 'data', rest: [kind.path] })
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <Dialog title={`Delete the ${kind.one} “${id}”?`} onClose={onClose}>
      <p>This cannot be undone. What was made from it stays.</p>
      {error !== undefined && <ErrorNote error={error} />}
      <div className="row">
        <button
          type="button"
          className="button danger"
          onClick={() => void remove()}
          data-testid="confirm-delete"
        >
          Delete {id}
        </button>
        <button type="button" className="button" onClick={onClose}>
          Keep it
        </button>
      </div>
    </Dialog>
  )
}
