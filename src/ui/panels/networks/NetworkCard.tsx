import { useId, useState } from 'react'
import type { ModelInfo } from '../../../contract/rest.ts'
import { BackendOptions } from '../../components/BackendOptions.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { TaskLine } from '../../components/TaskLine.tsx'
import { useClient } from '../../hooks/useClient.tsx'
import { useTask } from '../../hooks/useTask.ts'
import { formatBytes, formatCount } from '../../lib/format-number.ts'
import { NamePicture } from './NamePicture.tsx'

/** What is known of a network, and what can be done with it: keep it, measure it, forget it. */
export function NetworkCard({ model }: { model: ModelInfo }) {
  const client = useClient()
  const { task, run } = useTask()
  const [backend, setBackend] = useState<string>('auto')
  const [isRemoving, setRemoving] = useState(false)
  const backendId = useId()
  const isBusy = task?.state === 'running'
  const modelFileUrl = model.name || model.url
  return (
    <article className="card" data-testid="model">
      <header className="row">
        <div className="grow">
          <h2>{model.title}</h2>
          <p className="muted mono break">{model.name}</p>
        </div>
        <span className="muted small-text" data-testid="model-state">
          {model.kept ? 'kept here, works offline' : 'not kept here'}
        </span>
      </header>
      <Facts model={model} />
      {model.caveat && <p className="note note-warn">{model.caveat}</p>}
      <TaskLine task={task} />
      {model.kept && model.classes !== undefined && (
        <NamePicture modelFileUrl={modelFileUrl} backend={backend} />
      )}
      <div className="row">
        {!model.kept && (
          <button
            type="button"
            className="button"
            disabled={isBusy}
            onClick={() =>
              void run('Reading the network', (call) => client.post('/v1/models', { modelFileUrl }, call))
            }
          >
            Keep for offline use
          </button>
        )}
        <button
          type="button"
          className="button"
          disabled={isBusy}
          onClick={() =>
            void run('Measuring', (call) =>
              client.post('/v1/models/measurements', { modelFileUrl, backend }, call),
            )
          }
        >
          Measure its speed
        </button>
        <label htmlFor={backendId}>on</label>
        <select id={backendId} value={backend} onChange={(event) => setBackend(event.target.value)}>
          <BackendOptions />
        </select>
        {model.kept && model.digest && (
          <button type="button" className="button danger" disabled={isBusy} onClick={() => setRemoving(true)}>
            Remove
          </button>
        )}
      </div>
      {isRemoving && (
        <Dialog title={`Remove the kept copy of “${model.title}”?`} onClose={() => setRemoving(false)}>
          <p>Functions that use it will need it again: from {model.source}.</p>
          <button
            type="button"
            className="button danger"
            onClick={() => {
              setRemoving(false)
              void run('Removing', (call) => client.delete(`/v1/models/${model.digest}`, call))
            }}
          >
            Remove
          </button>
        </Dialog>
      )}
    </article>
  )
}

function Facts({ model }: { model: ModelInfo }) {
  const { speed } = model
  const facts: [string, string | undefined][] = [
    ['From', model.source],
    ['Licence', model.licence],
    ['Size', model.sizeBytes === undefined ? undefined : formatBytes(model.sizeBytes)],
    ['SHA-256', model.digest],
    ['Output', `${model.output}${model.outputSize ? `, ${formatCount(model.outputSize)} numbers` : ''}`],
    ['Classes', model.classes === undefined ? undefined : `${formatCount(model.classes)}, by name`],
    ['Good for', model.goodFor],
    [
      'Speed here',
      speed && `${speed.imagesPerSecond.toPrecision(3)} images a second on ${speed.backend}. ${speed.reason}`,
    ],
  ]
  return (
    <dl className="facts">
      {facts.map(
        ([name, value]) =>
          value && (
            <div key={name}>
              <dt>{name}</dt>
              <dd className={name === 'SHA-256' ? 'mono break' : undefined}>{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}
