import { useId, useState } from 'react'
import { Bars } from '../../components/Bars.tsx'
import { TaskLine } from '../../components/TaskLine.tsx'
import { Thumbnail } from '../../components/Thumbnail.tsx'
import { useClient } from '../../hooks/useClient.tsx'
import { useTask } from '../../hooks/useTask.ts'
import { formatPercent } from '../../lib/format-number.ts'
import { quoteName, quoteText } from '../../lib/quote-name.ts'
import { safeName, shortDigest } from '../../lib/safe-name.ts'

/** The function that it makes, and makes again for another network. */
const FUNCTION = 'what_is_it'
const TOP = 5

interface Named {
  url: string
  sql: string
  labels: { label: string; score: number }[]
}

/** Says in words what is in a picture, by a network whose weights carry the names of its classes. */
export function NamePicture({ modelFileUrl, backend }: { modelFileUrl: string; backend: string }) {
  const client = useClient()
  const { task, run } = useTask()
  const [address, setAddress] = useState('')
  const [named, setNamed] = useState<Named>()
  const addressId = useId()

  const name = (source: string | File) =>
    run('Looking at the picture', async (call) => {
      const url = typeof source === 'string' ? source : await keep(source)
      const params = { modelFileUrl, outputs: 'softmax', backend }
      await client.put(`/v1/functions/${FUNCTION}`, { type: 'tensorflow.graph', params }, call)
      const scores = `${quoteName(FUNCTION)}({url: ${quoteText(url)}})[softmax]`
      const sql = `SELECT tf_labels('${FUNCTION}', ${scores}, ${TOP})[labels] AS *`
      const result = await client.query(sql, { ...call, format: 'compact' })
      const labels = result.columns.map(({ path, values }) => ({
        label: path.join('.'),
        score: Number(values[0]),
      }))
      if (labels.length === 0)
        throw new Error(result.rowErrors?.[0]?.message ?? 'The picture cannot be read.')
      setNamed({ url, sql, labels: labels.sort((a, b) => b.score - a.score) })
    })

  async function keep(file: File): Promise<string> {
    const bytes = new Uint8Array(await file.arrayBuffer())
    const path = `predict/${await shortDigest(bytes)}-${safeName(file.name)}`
    await client.files.put(path, bytes)
    return `file:///${path}`
  }

  return (
    <section aria-label="What is in a picture?" data-testid="name-picture">
      <h3>What is in a picture?</h3>
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault()
          void name(address.trim())
        }}
      >
        <label className="visually-hidden" htmlFor={addressId}>
          Address of a picture
        </label>
        <input
          id={addressId}
          className="grow"
          type="text"
          inputMode="url"
          placeholder="https://…/photo.jpg"
          value={address}
          onChange={(event) => setAddress(event.target.value)}
          required
        />
        <button type="submit" className="button" disabled={task?.state === 'running'}>
          Name it
        </button>
        <label className="button">
          Choose a picture
          <input
            className="visually-hidden"
            type="file"
            accept="image/*"
            onChange={(event) => event.target.files?.[0] && void name(event.target.files[0])}
          />
        </label>
      </form>
      <TaskLine task={task} />
      {named && (
        <div className="predict-result" data-testid="picture-labels">
          <Thumbnail key={named.url} url={named.url} size="large" />
          <div className="grow">
            <Bars
              caption="The likeliest classes"
              unit="share"
              bars={named.labels.map(({ label, score }, i) => ({
                label,
                value: formatPercent(score),
                length: score,
                strong: i === 0,
              }))}
            />
            <p className="muted small-text mono break">{named.sql}</p>
          </div>
        </div>
      )}
    </section>
  )
}
