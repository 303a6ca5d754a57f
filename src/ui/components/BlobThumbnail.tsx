import { useEffect, useState } from 'react'
import { formatBytes } from '../lib/format-number.ts'
import { Thumbnail } from './Thumbnail.tsx'

/** A picture whose bytes are the value itself. Its address lives as long as the cell is in sight. */
export function BlobThumbnail({ bytes }: { bytes: Uint8Array }) {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]))
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [bytes])
  return (
    <span className="image-cell">
      {url && <Thumbnail url={url} label="Picture" />}
      <span className="clip">picture of {formatBytes(bytes.length)}</span>
    </span>
  )
}
