import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { EngineError } from '../../../../contract/errors.ts'
import type { PreviewTable } from '../../../../contract/rest.ts'
import { CallBlock } from '../../../components/CallBlock.tsx'
import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { ProgressBar } from '../../../components/ProgressBar.tsx'
import { useClient } from '../../../hooks/useClient.tsx'
import { plural } from '../../../lib/format-number.ts'
import { type RatedProgress, trackRate } from '../../../lib/track-rate.ts'
import { toHash } from '../../../router.ts'
import { importCall, planColumns, takesColumns } from './import-plan.ts'
import { SchemaTable } from './SchemaTable.tsx'

interface TableImportProps {
  table: PreviewTable
  /** A name for the dataset. */
  name: string
  /** Names of the datasets that there are. */
  taken: readonly string[]
  /** When it becomes true, the import starts by itself. */
  isTurn: boolean
  onTurnEnd: () => void
  onImported: () => void
}

/** One table of a file: its first rows, what its columns become, the call that imports it, and the import itself. */
export function TableImport({ table, name, taken, isTurn, onTurnEnd, onImported }: TableImportProps) {
  const client = useClient()
  const [dataset, setDataset] = useState(name)
  const [plan, setPlan] = useState(() => planColumns(table.columns))
  const [progress, setProgress] = useState<RatedProgress>()
  const [state, setState] = useState<'ready' | 'running' | 'stopped' | 'done'>('ready')
  const [error, setError] = useState<unknown>()
  const controller = useRef<AbortController>(undefined)
  const isBundle = table.type === 'import.bundle'
  const isModel = table.type === 'import.model'
  const config = importCall(table, dataset, plan)
  const path = `/v1/procedures/${encodeURIComponent(`import-${dataset}`)}`

  async function run(replace = false) {
    let rated: RatedProgress | undefined
    controller.current = new AbortController()
    setState('running')
    setError(undefined)
    try {
      const asked = replace ? { ...config, params: { ...config.params, replace } } : config
      await client.runProcedure(`import-${dataset}`, asked, {
        signal: controller.current.signal,
        onProgress: (report) => {
          rated = trackRate(rated, report, performance.now())
          setProgress(rated)
        },
      })
      setState('done')
      const opened = isModel
        ? { panel: 'models', rest: ['use', dataset] }
        : { panel: 'data', rest: ['datasets', dataset] }
      if (!isBundle) window.location.hash = toHash(opened)
      onImported()
    } catch (failure) {
      const isStopped = controller.current.signal.aborted
      if (!isStopped) setError(failure)
      setState(isStopped ? 'stopped' : 'ready')
    } finally {
      setProgress(undefined)
    }
  }

  const runInTurn = useEffectEvent(async () => {
    if (state !== 'done' && dataset !== '') await run()
    onTurnEnd()
  })
  useEffect(() => {
    if (isTurn) void runInTurn()
  }, [isTurn])
  if (state === 'done')
    return (
      <p data-testid="import-done">
        {isBundle ? 'Imported' : 'Imported as '}
        {!isBundle && <b className="break">{dataset}</b>}
      </p>
    )
  const replaces = !isBundle && !isModel && taken.includes(dataset)

  return (
    <article className="card" data-testid="import-table">
      <p className="muted">{isModel ? plural(table.rowCount ?? 0, 'feature') : extentOf(table)}</p>
      {table.note && <p className="note">{table.note}</p>}
      <SchemaTable table={table} plan={plan} onChange={takesColumns(table) ? setPlan : undefined} />
      {!isBundle && (
        <label className="field">
          <span>{isModel ? 'Name of the function' : 'Name of the dataset'}</span>
          <input
            type="text"
            value={dataset}
            onChange={(event) => {
              setDataset(event.target.value)
              setError(undefined)
            }}
            data-testid="import-name"
          />
        </label>
      )}
      {replaces && (
        <p className="note note-warn" role="status">
          There is a dataset of this name: importing replaces it.
        </p>
      )}
      <details>
        <summary>The REST call</summary>
        <CallBlock
          method="PUT"
          path={path}
          call={{ method: 'PUT', path, body: config }}
          views={[{ id: 'json', title: 'JSON', language: 'json', text: JSON.stringify(config, null, 2) }]}
          onRun={() => void run()}
        />
      </details>
      {state === 'stopped' && (
        <p className="muted" role="status">
          Stopped: nothing was imported.
        </p>
      )}
      {error !== undefined && <ErrorNote error={error} />}
      {isModel && isConflict(error) && (
        <button
          type="button"
          className="button danger"
          onClick={() => void run(true)}
          data-testid="import-replace"
        >
          Replace the function {dataset} and its model
        </button>
      )}
      {state === 'running' && <ProgressBar progress={progress} label="Importing" />}
      <div className="row">
        {state === 'running' ? (
          <button type="button" className="button" onClick={() => controller.current?.abort()}>
            Stop
          </button>
        ) : (
          <button
            type="button"
            className="button primary"
            disabled={dataset === '' || !plan.some(({ isIncluded }) => isIncluded)}
            onClick={() => void run()}
            data-testid="import-run"
          >
            {replaces ? 'Replace' : 'Import'}
          </button>
        )}
      </div>
    </article>
  )
}

const isConflict = (error: unknown): boolean => error instanceof EngineError && error.code === 'conflict'

function extentOf({ rowCount, rows, columns }: PreviewTable): string {
  const extent = rowCount === undefined ? `The first ${plural(rows.length, 'row')}` : plural(rowCount, 'row')
  return `${extent}, ${plural(columns.length, 'column')}`
}
