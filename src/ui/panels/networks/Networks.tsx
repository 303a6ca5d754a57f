// panels/networks/ shows the networks: what can be had, what is kept here, how fast each is on this machine.
import { useState } from 'react'
import type { ModelInfo } from '../../../contract/rest.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { TaskLine } from '../../components/TaskLine.tsx'
import { useClient } from '../../hooks/useClient.tsx'
import { useFileDrop } from '../../hooks/useFileDrop.ts'
import { useRest } from '../../hooks/useRest.ts'
import { useTask } from '../../hooks/useTask.ts'
import { fromDrop, fromInput, type LocalFile } from '../../lib/dropped-files.ts'
import { NetworkCard } from './NetworkCard.tsx'

/** A card a network, and a place for networks of one's own. */
export default function Networks() {
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
          <NetworkCard key={`${model.name} ${model.digest ?? model.url}`} model={model} />
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
  const take = (found: Promise<readonly LocalFile[]>) =>
    run('Reading the files', async (call) => {
      const { main, files } = pickNetwork(await found)
      for (const { path, file } of files)
        await client.files.put(`${FOLDER}/${path}`, new Uint8Array(await file.arrayBuffer()), call)
      await client.post('/v1/models', { modelFileUrl: toFileUrl(`${FOLDER}/${main.path}`) }, call)
    })
  useFileDrop((transfer) => void take(fromDrop(transfer)))
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
            onChange={(event) =>
              event.target.files && void take(Promise.resolve(fromInput(event.target.files)))
            }
          />
        </label>
      </form>
      <p className="muted small-text">
        Files, or their folder, can also be dropped anywhere on this page: all of a network at once.
      </p>
      <TaskLine task={task} />
    </section>
  )
}

/** The file that a network is opened by, and all that lies beside it or deeper. */
function pickNetwork(files: readonly LocalFile[]): { main: LocalFile; files: LocalFile[] } {
  const named = (pattern: RegExp) =>
    files.filter(({ path }) => pattern.test(path)).sort((a, b) => a.path.length - b.path.length)[0]
  const main = named(/(^|\/)model\.json$/) ?? named(/\.(pb|zip)$/i) ?? named(/\.json$/i)
  if (!main)
    throw new Error(`None of the ${files.length} files is a model.json, .pb or .zip: choose these too.`)
  const folder = main.path.slice(0, main.path.lastIndexOf('/') + 1)
  return { main, files: files.filter(({ path }) => path.startsWith(folder)) }
}

const toFileUrl = (path: string): string => `file:///${path.split('/').map(encodeURIComponent).join('/')}`
