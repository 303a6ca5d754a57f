import { useState } from 'react'
import { useFileDrop } from '../../hooks/useFileDrop.ts'
import { fromDrop } from '../../lib/dropped-files.ts'
import { ImportDialog, type Source } from '../data/import/ImportDialog.tsx'

/** Makes a function of a trained model in a file, which may also be dropped on the page. */
export function OpenModelFile() {
  const [source, setSource] = useState<Source>()
  useFileDrop((transfer) => void fromDrop(transfer).then(setSource))
  return (
    <>
      <button type="button" className="button" onClick={() => setSource([])} data-testid="open-model-file">
        Open a model file
      </button>
      {source !== undefined && <ImportDialog initial={source} onClose={() => setSource(undefined)} />}
    </>
  )
}
