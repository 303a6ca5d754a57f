import { useRef, useState } from 'react'
import { CallBlock } from '../../../components/CallBlock.tsx'
import { Dialog } from '../../../components/Dialog.tsx'
import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { ProgressBar } from '../../../components/ProgressBar.tsx'
import { useClient } from '../../../hooks/useClient.tsx'
import { type RatedProgress, trackRate } from '../../../lib/track-rate.ts'
import { type ExportSource, exportCall, formatsOf, nameOf, saveExport } from './export-file.ts'

/** Downloads a dataset, a model, or everything, in a format of one's choice. */
export function ExportDialog({ source, onClose }: { source: ExportSource; onClose: () => void }) {
  const client = useClient()
  const formats = formatsOf(source)
  const [format, setFormat] = useState(formats[0]!)
  const [progress, setProgress] = useState<RatedProgress>()
  const [isSaving, setSaving] = useState(false)
  const [error, setError] = useState<unknown>()
  const controller = useRef<AbortController>(undefined)
  const config = exportCall(format, source)
  async function save() {
    let rated: RatedProgress | undefined
    controller.current = new AbortController()
    setSaving(true)
    setError(undefined)
    try {
      await saveExport(client, config, {
        signal: controller.current.signal,
        onProgress: (report) => {
          rated = trackRate(rated, report, performance.now())
          setProgress(rated)
        },
      })
      onClose()
    } catch (failure) {
      setError(failure)
      setSaving(false)
    }
  }
  return (
    <Dialog title={`Download ${nameOf(source) ?? 'everything'}`} onClose={onClose}>
      <fieldset className="row">
        <legend className="visually-hidden">Format</legend>
        {formats.map((each) => (
          <label key={each.id}>
            <input
              type="radio"
              name="format"
              checked={each.id === format.id}
              onChange={() => setFormat(each)}
              data-testid={each.id}
            />{' '}
            {each.title}
          </label>
        ))}
      </fieldset>
      {format.hint && <p className="muted">{format.hint}</p>}
      <CallBlock
        method="PUT"
        path="/v1/procedures/export"
        call={{ method: 'PUT', path: '/v1/procedures/export', body: config }}
        views={[{ id: 'json', title: 'JSON', language: 'json', text: JSON.stringify(config, null, 2) }]}
        onRun={() => void save()}
      />
      {error !== undefined && <ErrorNote error={error} />}
      {isSaving ? (
        <>
          <ProgressBar progress={progress} label="Writing the file" />
          <div className="row">
            <button type="button" className="button" onClick={() => controller.current?.abort()}>
              Stop
            </button>
          </div>
        </>
      ) : (
        <button type="button" className="button primary" onClick={() => void save()} data-testid="download">
          Download {format.title}
        </button>
      )}
    </Dialog>
  )
}
