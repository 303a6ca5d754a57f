import { useRef, useState } from 'react'

interface SourcePickerProps {
  onFiles: (files: FileList) => void
  onAddress: (url: string) => void
}

/** Where data come from: files, a folder, an address. */
export function SourcePicker({ onFiles, onAddress }: SourcePickerProps) {
  const [address, setAddress] = useState('')
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  return (
    <>
      <div className="row">
        <button type="button" className="button primary" onClick={() => files.current?.click()}>
          Choose files
        </button>
        <button type="button" className="button" onClick={() => folder.current?.click()}>
          Choose a folder
        </button>
        <input
          ref={files}
          type="file"
          hidden
          multiple
          data-testid="import-files"
          onChange={(event) => event.target.files && onFiles(event.target.files)}
        />
        <input
          ref={folder}
          type="file"
          hidden
          {...{ webkitdirectory: '' }}
          data-testid="import-folder"
          onChange={(event) => event.target.files && onFiles(event.target.files)}
        />
      </div>
      <form
        className="row align-end"
        onSubmit={(event) => {
          event.preventDefault()
          if (address.trim()) onAddress(address.trim())
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
    </>
  )
}
