import type { Value } from '../../contract/values.ts'
import { imageExtension } from '../../lib/image-extension.ts'
import { isPictureAddress } from '../lib/image-sources.ts'
import { showValue } from '../lib/show-value.ts'
import { BlobThumbnail } from './BlobThumbnail.tsx'
import { fileName, Thumbnail } from './Thumbnail.tsx'
import { VectorStrip } from './VectorStrip.tsx'

/** One value of a result: an image's address or bytes as a thumbnail, a vector as a strip, anything else as text. */
export function Cell({ value }: { value: Value }) {
  if (typeof value === 'string' && isPictureAddress(value)) {
    return (
      <span className="image-cell">
        <Thumbnail url={value} optional={!hasScheme(value)} />
        <span className="clip" title={value}>
          {fileName(value)}
        </span>
      </span>
    )
  }
  if (
    value !== null &&
    typeof value === 'object' &&
    'kind' in value &&
    value.kind === 'embedding' &&
    value.data.length > 8
  ) {
    return <VectorStrip data={value.data} shape={value.shape} form="cell" />
  }
  if (value instanceof Uint8Array && imageExtension(value) !== undefined)
    return <BlobThumbnail bytes={value} />
  const text = showValue(value)
  return (
    <span
      className={value === null ? 'muted' : typeof value === 'number' ? 'number clip' : 'clip'}
      title={text}
    >
      {text}
    </span>
  )
}

/** A name like `cats/1.jpg` may be a picture beside the page, or a file's name that was kept as a text. */
const hasScheme = (address: string) => /^[a-z][a-z0-9+.-]*:/i.test(address)
