import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { ImportPreview, PreviewTable } from '../../../../contract/rest.ts'
import { Dialog } from '../../../components/Dialog.tsx'
import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { useClient } from '../../../hooks/useClient.tsx'
import { usePaste } from '../../../hooks/usePaste.ts'
import { useRest } from '../../../hooks/useRest.ts'
import { fromDrop, fromInput, fromPaste, type LocalFile } from '../../../lib/dropped-files.ts'
import { datasetNames } from './dataset-names.ts'
import { packPictures } from './pack-pictures.ts'
import { SourcePicker } from './SourcePicker.tsx'
import { TableImport } from './TableImport.tsx'

/** Files, or an address. */
export type Source = readonly LocalFile[] | string

interface ImportDialogProps {
  /** What was dropped or pasted on the page before the window opened. */
  initial?: Source
  onClose: () => void
}

/** A file or address with what is in it, or why that cannot be told. */
type Looked = { id: number; name: string } & ({ preview: ImportPreview } | { error: unknown })

/** Takes files, folders, addresses and pasted text, shows what is in them, and imports it when told to. Files are read
 *  where they lie, by an address that the browser gives them: nothing is copied before. */
export function ImportDialog({ initial = [], onClose }: ImportDialogProps) {
  const client = useClient()
  const [looked, setLooked] = useState<Looked[]>([])
  const [looking, setLooking] = useState<string>()
  /** Which table imports itself, when all were asked for. */
  const [turn, setTurn] = useState<number>()
  const [imported, setImported] = useState<ReadonlySet<PreviewTable>>(new Set())
  const count = useRef(0)
  const { data: taken = [] } = useRest<string[]>('/v1/datasets')

  async function look(name: string, url: string) {
    setLooking(name)
    const id = count.current++
    try {
      const preview = (await client.get('/v1/preview', { dataFileUrl: url })) as ImportPreview
      setLooked((before) => [...before, { id, name, preview }])
    } catch (error) {
      setLooked((before) => [...before, { id, name, error }])
    } finally {
      setLooking(undefined)
    }
  }
  async function lookAt(added: readonly LocalFile[]) {
    if (added.length === 0) return
    setLooking(added.length === 1 ? added[0]!.path : `${added.length} files`)
    for (const { name, file } of await packPictures(added)) await look(name, URL.createObjectURL(file))
    setLooking(undefined)
  }
  const lookAtAny = (source: Source) =>
    void (typeof source === 'string' ? look(source, source) : lookAt(source))
  const lookAtInitial = useEffectEvent(() => lookAtAny(initial))
  useEffect(() => lookAtInitial(), [])
  usePaste((event) => {
    const pasted = fromPaste(event)
    if (pasted !== undefined) lookAtAny(pasted)
  })

  const tables = looked.flatMap((one) =>
    'preview' in one
      ? one.preview.tables.map((table) => ({ source: one.id, fileName: one.name, table }))
      : [],
  )
  const names = datasetNames(tables, taken)
  const left = tables.filter(({ table }) => !imported.has(table)).length
  const endTurn = () => setTurn((now) => (now !== undefined && now + 1 < tables.length ? now + 1 : undefined))
  const closeWhenDone = useEffectEvent(() => {
    if (left === 0 && looked.every((one) => 'preview' in one)) onClose()
  })
  useEffect(() => {
    if (imported.size > 0) closeWhenDone()
  }, [imported])
  return (
    <Dialog title="Import" onClose={onClose}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons inside do the same by keyboard */}
      <div
        className="drop"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault()
          event.stopPropagation()
          void fromDrop(event.dataTransfer).then(lookAt)
        }}
      >
        <p>
          Drop files or a folder: CSV, JSON, Parquet, Excel, SQLite, pictures, zips of these, a trained model
          (.cls or ONNX), or a project bundle. What it is is told by its content. A picture’s folder is its
          label. Pasting works too.
        </p>
        <SourcePicker
          onFiles={(files) => void lookAt(fromInput(files))}
          onAddress={(url) => void look(url, url)}
        />
      </div>
      {looking !== undefined && (
        <p className="muted break" role="status">
          Reading the first rows of {looking}…
        </p>
      )}
      {tables.length > 1 && (
        <div className="row">
          <button
            type="button"
            className="button primary"
            disabled={turn !== undefined || looking !== undefined || left === 0}
            onClick={() => setTurn(0)}
            data-testid="import-all"
          >
            Import {left < tables.length ? `the other ${left}` : `all ${left}`}
          </button>
          <p className="muted" role="status">
            {imported.size > 0 && `${imported.size} of ${tables.length} imported`}
          </p>
        </div>
      )}
      {looked.map((one) => (
        <section key={one.id} data-testid="import-source">
          <h3 className="break">{one.name}</h3>
          {'error' in one && <ErrorNote error={one.error} />}
          {'preview' in one && one.preview.note && <p className="note">{one.preview.note}</p>}
          {tables.map(
            ({ source, table }, index) =>
              source === one.id && (
                <TableImport
                  key={`${table.name} ${JSON.stringify(table.params)}`}
                  table={table}
                  name={names[index]!}
                  taken={taken}
                  isTurn={turn === index}
                  onTurnEnd={endTurn}
                  onImported={() => setImported((before) => new Set(before).add(table))}
                />
              ),
          )}
        </section>
      ))}
    </Dialog>
  )
}
