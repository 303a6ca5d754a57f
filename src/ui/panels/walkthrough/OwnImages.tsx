import { useRef, useState } from 'react'
import { Dialog } from '../../components/Dialog.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { ProgressBar } from '../../components/ProgressBar.tsx'
import { useClient } from '../../hooks/useClient.tsx'
import { imageFromClipboard, usePaste } from '../../hooks/usePaste.ts'
import { fromDrop, fromInput, type LocalFile } from '../../lib/dropped-files.ts'
import { plural } from '../../lib/format-number.ts'
import { type LabelledFile, sortFiles, whyTooFew } from '../../lib/sort-files.ts'
import { type RatedProgress, trackRate } from '../../lib/track-rate.ts'
import { importImages } from './import-own.ts'
import { LabelCounts } from './LabelCounts.tsx'
import { LeftOut } from './LeftOut.tsx'
import { ListImport } from './ListImport.tsx'
import type { Project } from './project.ts'

interface OwnImagesProps {
  /** What was dropped on the page before the window opened. */
  initial: readonly LocalFile[]
  onDone: (project: Project) => void
  onClose: () => void
}

/** Gathers pictures and their labels, shows what was understood, and stores them when asked to. */
export function OwnImages({ initial, onDone, onClose }: OwnImagesProps) {
  const client = useClient()
  const first = sortFiles(initial)
  const [images, setImages] = useState<LabelledFile<LocalFile>[]>(first.images)
  const [unlabelled, setUnlabelled] = useState<LocalFile[]>(first.unlabelled)
  const [left, setLeft] = useState(first.left)
  const [list, setList] = useState<string>()
  const [progress, setProgress] = useState<RatedProgress>()
  const [error, setError] = useState<unknown>()
  const folder = useRef<HTMLInputElement>(null)
  const files = useRef<HTMLInputElement>(null)

  async function add(added: readonly LocalFile[]) {
    setError(undefined)
    const sorted = sortFiles(added)
    setImages((before) => [...before, ...sorted.images])
    setUnlabelled((before) => [...before, ...sorted.unlabelled])
    setLeft((before) => [...before, ...sorted.left])
    const table = sorted.tables[0]
    if (table) setList(await table.file.text())
  }

  usePaste((event) => {
    const image = imageFromClipboard(event)
    const text = event.clipboardData?.getData('text') ?? ''
    if (image) void add([{ path: image.name, sizeBytes: image.size, file: image }])
    else if (text.includes(',') && text.includes('\n')) setList(text)
  })

  async function store() {
    let rated: RatedProgress | undefined
    setError(undefined)
    try {
      const project = await importImages(client, images, {
        onProgress: (report) => {
          rated = trackRate(rated, report, performance.now())
          setProgress(rated)
        },
      })
      onDone(project)
    } catch (failure) {
      setProgress(undefined)
      setError(failure)
    }
  }

  const problem = whyTooFew(images)
  return (
    <Dialog title="Your own images" onClose={onClose}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons inside do the same by keyboard */}
      <div
        className="drop large"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault()
          event.stopPropagation()
          void fromDrop(event.dataTransfer).then(add, setError)
        }}
      >
        <p>
          Drop a folder with a subfolder per label, pictures, or a CSV with a label and an address per line.
          Pasting works too.
        </p>
        <div className="row">
          <button type="button" className="button primary" onClick={() => folder.current?.click()}>
            Choose a folder
          </button>
          <button type="button" className="button" onClick={() => files.current?.click()}>
            Choose pictures or a CSV
          </button>
        </div>
        <input
          ref={folder}
          type="file"
          hidden
          multiple
          data-testid="own-folder"
          {...{ webkitdirectory: '' }}
          onChange={(event) => event.target.files && void add(fromInput(event.target.files))}
        />
        <input
          ref={files}
          type="file"
          hidden
          multiple
          accept="image/*,.csv,text/csv"
          data-testid="own-files"
          onChange={(event) => event.target.files && void add(fromInput(event.target.files))}
        />
      </div>
      {list !== undefined && <ListImport text={list} onDone={onDone} />}
      <LabelCounts
        images={images}
        unlabelled={unlabelled}
        onLabel={(label) => {
          setImages((before) => [...before, ...unlabelled.map((file) => ({ file, label }))])
          setUnlabelled([])
        }}
      />
      <LeftOut left={left} />
      {error !== undefined && <ErrorNote error={error} />}
      {progress ? (
        <ProgressBar progress={progress} label="Storing the pictures in this browser" />
      ) : (
        images.length > 0 && (
          <div className="row">
            <button
              type="button"
              className="button primary"
              onClick={() => void store()}
              disabled={images.length === 0}
              data-testid="own-use"
            >
              Use {plural(images.length, 'image')}
            </button>
            {problem && <span className="muted">{problem}</span>}
          </div>
        )
      )}
    </Dialog>
  )
}
