// panels/models/ shows the networks: what can be had, what is kept here, how fast each is on this machine.
import { useState } from 'react'
import type { ModelInfo } from '../../../contract/rest.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { TaskLine } from '../../components/TaskLine.tsx'
import { useClient } from '../../hooks/useClient.tsx'
import { useFileDrop } from '../../hooks/useFileDrop.ts'
import { useRest } from '../../hooks/useRest.ts'
import { useTask } from '../../hooks/useTask.ts'
import { ModelCard } from './ModelCard.tsx'

/** A card a network, and a place for networks of one's own. */
export default function Models() {
  const { data: models, error } = useRest<ModelInfo[]>('/v1/models')
  return (
    <>
      <header className="panel-header">
        <h1>Networks</h1>
        <p className="muted">
          A network turns a picture into numbers that a classifier can learn from. What is kept here works
          offline.
        </p>
      </header>
      <OwnNetwork />
      {error && <ErrorNote error={error} />}
      {models?.length === 0 && (
        <EmptyState title="No network">
          <p>None could be found. Name an address above, or drop the files of one.</p>
        </EmptyState>
      )}
      <div className="models" data-testid="models">
        {models?.map((model) => (
          <ModelCard key={`${model.name} ${model.digest ?? model.url}`} model={model} />
        ))}
      </div>
    </>
  )
}

/** Where dropped files of networks are put. */
const FOLDER = 'networks'

/** A network by its address, or by its files: a frozen graph (.pb, also in a .zip) or a model.json with its shards. */
function OwnNetwork() {
  const client = useClient()
  const [address, setAddress] = useState('')
  const { task, run } = useTask()
  const keep = (modelFileUrl: string) =>
    run('Reading the network', (call) => client.post('/v1/models', { modelFileUrl }, call))
  const take = (files: readonly File[]) =>
    run('Reading the files', async (call) => {
      const main = files.find(({ name }) => /\.(json|pb|zip)$/.test(name))
      if (!main)
        throw new Error(`None of the ${files.length} files is a model.json, .pb or .zip: choose these too.`)
      for (const file of files)
        await client.files.put(`${FOLDER}/${file.name}`, new Uint8Array(await file.arrayBuffer()), call)
      await client.post('/v1/models', { modelFileUrl: `file:///${FOLDER}/${main.name}` }, call)
    })
  useFileDrop((transfer) => void take([...transfer.files]))
  return (
    <section className="card" aria-labelledby="own-network">
      <h2 id="own-network">One of your own</h2>
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault()
          void keep(address)
        }}
      >
        <input
          className="grow"
          type="text"
          aria-label="Address of a network"
          placeholder="https://… a model.json, a frozen graph .pb, or archive+https://….zip#graph.pb"
          value={address}
          onChange={(event) => setAddress(event.target.value)}
          required
        />
        <button type="submit" className="button primary" disabled={task?.state === 'running'}>
          Add
        </button>
        <label className="button">
          Choose files
          <input
            className="visually-hidden"
            type="file"
            multiple
            data-testid="network-files"
            onChange={(event) => void take([...(event.target.files ?? [])])}
          />
        </label>
      </form>
      <p className="muted small-text">
        Files can also be dropped anywhere on this page: all of a network at once.
      </p>
      <TaskLine task={task} />
    </section>
  )
}
