import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import type { EntityStatus } from '../../../../contract/rest.ts'
import { useClient } from '../../../hooks/useClient.tsx'
import { useRest } from '../../../hooks/useRest.ts'
import { safeName, shortDigest } from '../../../lib/safe-name.ts'

/** A picture that a network turns into the model's features. Only where there is a network. */
export function PictureField({
  onPicture,
}: {
  onPicture: (picture: { url: string; network: string }) => void
}) {
  const client = useClient()
  const networks = useNetworks()
  const [chosen, setChosen] = useState<string>()
  const [address, setAddress] = useState('')
  const network = chosen ?? networks[0]
  if (network === undefined) return null
  async function take(file: File | undefined) {
    if (!file) return
    const bytes = new Uint8Array(await file.arrayBuffer())
    const path = `predict/${await shortDigest(bytes)}-${safeName(file.name)}`
    await client.files.put(path, bytes)
    onPicture({ url: `file:///${path}`, network: network! })
  }
  return (
    <section className="card fields" aria-labelledby="picture-field">
      <h2 id="picture-field">A picture</h2>
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault()
          if (address.trim() !== '') onPicture({ url: address.trim(), network })
        }}
      >
        <label className="field grow">
          <span>Address</span>
          <input
            type="text"
            inputMode="url"
            value={address}
            placeholder="https://…/photo.jpg"
            onChange={(event) => setAddress(event.target.value)}
          />
        </label>
        <button type="submit" className="button">
          Ask
        </button>
        <label className="button">
          Choose a file
          <input
            className="visually-hidden"
            type="file"
            accept="image/*"
            onChange={(event) => void take(event.target.files?.[0])}
          />
        </label>
      </form>
      {networks.length > 1 && (
        <label className="choice">
          <span>Through</span>
          <select value={network} onChange={(event) => setChosen(event.target.value)}>
            {networks.map((id) => (
              <option key={id}>{id}</option>
            ))}
          </select>
        </label>
      )}
    </section>
  )
}

/** Ids of the functions that are networks. */
function useNetworks(): string[] {
  const client = useClient()
  const ids = useRest<string[]>('/v1/functions').data ?? []
  return useQueries({
    queries: ids.map((id) => ({
      queryKey: ['entity', `/v1/functions/${encodeURIComponent(id)}`],
      queryFn: () => client.get(`/v1/functions/${encodeURIComponent(id)}`) as Promise<EntityStatus>,
      staleTime: Number.POSITIVE_INFINITY,
    })),
    combine: (answers) => answers.flatMap(({ data }) => (data?.type === 'tensorflow.graph' ? [data.id] : [])),
  })
}
