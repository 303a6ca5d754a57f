import { type FormEvent, useRef, useState } from 'react'
import { EngineError } from '../../../../contract/errors.ts'
import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { ProgressBar } from '../../../components/ProgressBar.tsx'
import { Thumbnail } from '../../../components/Thumbnail.tsx'
import { useClient } from '../../../hooks/useClient.tsx'
import { imageFromClipboard, usePaste } from '../../../hooks/usePaste.ts'
import { safeName, shortDigest } from '../../../lib/safe-name.ts'
import { useWalkthrough } from '../useWalkthrough.tsx'
import { PredictResult } from './PredictResult.tsx'
import { usePrediction } from './usePrediction.ts'

/** Predicts a picture: by address, from a file, from the clipboard, or one of those that were kept out. */
export function PredictPanel() {
  const { project } = useWalkthrough()
  const client = useClient()
  const { prediction, predict, cancel } = usePrediction()
  const [address, setAddress] = useState('')
  const [isOver, setOver] = useState(false)
  const picker = useRef<HTMLInputElement>(null)

  function submit(event: FormEvent) {
    event.preventDefault()
    if (address.trim()) void predict(address.trim())
  }

  function predictFile(file: File) {
    void predict(async () => {
      if (file.type !== '' && !file.type.startsWith('image/')) {
        throw new EngineError('bad-image', `“${file.name}” is no picture (${file.type}).`)
      }
      const bytes = new Uint8Array(await file.arrayBuffer())
      const path = `predict/${await shortDigest(bytes)}-${safeName(file.name || 'pasted.png')}`
      await client.files.put(path, bytes)
      return `file:///${path}`
    })
  }
  usePaste((event) => {
    const image = imageFromClipboard(event)
    if (image) predictFile(image)
  })

  return (
    <div className="predict">
      <form className="predict-inputs" onSubmit={submit}>
        <label className="field grow">
          <span>Address of a picture</span>
          <input
            type="text"
            inputMode="url"
            value={address}
            onChange={(event) => setAddress(event.target.value)}
            placeholder="https://…/photo.jpg"
            data-testid="predict-url"
          />
        </label>
        <button type="submit" className="button primary" disabled={!address.trim()} data-testid="predict-run">
          Predict
        </button>
      </form>
      <button
        type="button"
        className="drop"
        data-over={isOver || undefined}
        onClick={() => picker.current?.click()}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          event.stopPropagation()
          setOver(false)
          const file = event.dataTransfer.files[0]
          if (file) predictFile(file)
        }}
      >
        Drop a picture here, choose one, or paste it
      </button>
      <input
        ref={picker}
        type="file"
        accept="image/*"
        hidden
        data-testid="predict-file"
        onChange={(event) => event.target.files?.[0] && predictFile(event.target.files[0])}
      />
      {project.tryImages.length > 0 && (
        <section aria-label="Pictures that were kept out of training">
          <p className="muted small-text">Or one of these, kept out of training:</p>
          <ul className="try plain">
            {project.tryImages.map(({ url, label }) => (
              <li key={url}>
                <button
                  type="button"
                  className="try-image"
                  onClick={() => void predict(url)}
                  aria-label={`Predict a picture of ${label}`}
                  title={label}
                  data-testid="try-image"
                >
                  <img src={url} alt="" loading="lazy" />
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {prediction && (
        <div className="predict-result" data-testid="predict-result" data-state={prediction.state}>
          {prediction.url !== undefined && (
            <Thumbnail key={prediction.key} url={prediction.url} size="large" />
          )}
          {prediction.state === 'running' && (
            <div className="grow">
              <ProgressBar progress={prediction.progress} label="Predicting" />
              <button type="button" className="button small" onClick={cancel}>
                Cancel
              </button>
            </div>
          )}
          {prediction.state === 'failed' && <ErrorNote error={prediction.error} />}
          {prediction.state === 'done' && <PredictResult prediction={prediction} />}
        </div>
      )}
    </div>
  )
}
