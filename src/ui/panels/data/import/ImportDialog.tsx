import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { ImportPreview } from '../../../../contract/rest.ts'
import { Dialog } from '../../../components/Dialog.tsx'
import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { useClient } from '../../../hooks/useClient.tsx'
import { usePaste } from '../../../hooks/usePaste.ts'
import { TableImport } from './TableImport.tsx'

interface ImportDialogProps {
  /** What was dropped on the page before the window opened. */
  initial?: readonly File[]
  onClose: () => void
}

interface Looked {
  name: string
  preview: ImportPreview
}

/** Takes a file, an address or pasted text, shows what is in it, and imports it when told to. Files are read where they
 *  lie, by an address that the browser gives them: nothing is copied before. */
export function ImportDialog({ initial = [], onClose }: ImportDialogProps) {
  const client = useClient()
  const [looked, setLooked] = useState<Looked[]>([])
  const [isLooking, setLooking] = useState(false)
  const [address, setAddress] = useState('')
  const [error, setError] = useState<unknown>()
  const files = useRef<HTMLInputElement>(null)

  async function look(name: string, url: string) {
    setLooking(true)
    setError(undefined)
    try {
      const preview = (await client.get('/v1/preview', { dataFileUrl: url })) as ImportPreview
      setLooked((before) => [...before, { name, preview }])
    } catch (failure) {
      setError(failure)
    } finally {
      setLooking(false)
    }
  }
  async function lookAt(added: readonly File[]) {
    for (const file of added) await look(file.name, URL.createObjectURL(file))
  }
  const lookAtInitial = useEffectEvent(() => void lookAt(initial))
  useEffect(() => lookAtInitial(), [])
  usePaste((event) => {
    const text = event.clipboardData?.getData('text') ?? ''
    const pasted = [...(event.clipboardData?.files ?? [])]
    if (pasted.length > 0) void lookAt(pasted)
    else if (/^https?:\/\/\S+$/.test(text.trim())) void look(text.trim(), text.trim())
    else if (text.includes('\n')) void lookAt([new File([text], 'pasted')])
  })

  return (
    <Dialog title="Import" onClose={onClose}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons inside do the same by keyboard */}
      <div
        className="drop"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault()
          event.stopPropagation()
          void lookAt([...event.dataTransfer.files])
        }}
      >
        <p>
          Drop a file: CSV, JSON, Parquet, Excel, SQLite, a zip of pictures or of these, a trained model (.cls
          or ONNX), or a project bundle. What it is is told by its content. Pasting works too.
        </p>
        <div className="row">
          <button type="button" className="button primary" onClick={() => files.current?.click()}>
            Choose files
          </button>
          <input
            ref={files}
            type="file"
            hidden
            multiple
            data-testid="import-files"
            onChange={(event) => event.target.files && void lookAt([...event.target.files])}
          />
        </div>
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault()
            if (address.trim()) void look(address.trim(), address.trim())
          }}
        >
          <label className="field grow">
            <span>Or an address</span>
            <input
              type="text"
              value={address}
              onChange={(event) => setAddress(event.target.value)}
              placeholder="https://…"
              data-testid="import-address"
            />
          </label>
          <button type="submit" className="button">
            Look at it
          </button>
        </form>
      </div>
      {isLooking && <p className="muted">Reading the first rows…</p>}
      {error !== undefined && <ErrorNote error={error} />}
      {looked.map(({ name, preview }) => (
        <section key={preview.url}>
          <h3 className="break">{name}</h3>
          {preview.note && <p className="note">{preview.note}</p>}
          {preview.tables.map((table) => (
            <TableImport
              key={JSON.stringify(table.params)}
              table={table}
              fileName={name}
              onDone={onClose}
              isOnly={looked.length === 1 && preview.tables.length === 1}
            />
          ))}
        </section>
      ))}
    </Dialog>
  )
}
