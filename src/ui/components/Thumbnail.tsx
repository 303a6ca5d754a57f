// components/ are looks: they take props and know no client. Each can be shown alone.
import { useState } from 'react'
import { useImageSource } from '../hooks/useImageSource.tsx'
import { ImageDialog } from './ImageDialog.tsx'

interface ThumbnailProps {
  url: string
  /** What the picture is of, for those who do not see it. */
  label?: string
  size?: 'small' | 'medium' | 'large'
  /** Shows nothing where there is no picture, for a text that only may be an address. */
  optional?: boolean
}

/** A picture of fixed size that enlarges on click or Enter. One that cannot be shown says so in its place. */
export function Thumbnail({ url, label, size = 'small', optional = false }: ThumbnailProps) {
  const source = useImageSource(url)
  const [attempt, setAttempt] = useState(0)
  const [open, setOpen] = useState(false)
  const name = label ? `${label}: ${fileName(url)}` : fileName(url)
  const isForeign = /^https?:/i.test(url) && !url.startsWith(window.location.origin)
  // A server that lets no other page read its pictures is asked by ours, where there is one.
  const src =
    source.state === 'ready' ? (attempt === 0 ? source.src : `fetch?url=${encodeURIComponent(url)}`) : ''
  if (source.state === 'failed' || attempt > (isForeign ? 1 : 0)) {
    if (optional) return null
    const reason =
      source.state === 'failed'
        ? source.reason
        : 'The picture could not be shown: its server may not allow it.'
    return (
      <span
        className={`thumbnail thumbnail-${size} thumbnail-broken`}
        title={`${url}: ${reason}`}
        role="img"
        aria-label={`${name}: not shown`}
      >
        ×
      </span>
    )
  }
  return (
    <>
      <button
        type="button"
        className={`thumbnail thumbnail-${size}`}
        onClick={() => setOpen(true)}
        title={name}
        aria-label={`Enlarge ${name}`}
      >
        {source.state === 'ready' && (
          <img
            src={src}
            alt=""
            loading="lazy"
            decoding="async"
            onError={() => setAttempt(attempt + 1)}
            {...(isForeign && attempt === 0 ? { crossOrigin: 'anonymous' as const } : {})}
          />
        )}
      </button>
      {open && source.state === 'ready' && (
        <ImageDialog src={src} caption={name} address={url} onClose={() => setOpen(false)} />
      )}
    </>
  )
}

/** The last part of an address, readable. */
export function fileName(url: string): string {
  if (url.startsWith('data:')) return 'embedded picture'
  const path = url.split(/[?#]/)[0] ?? url
  const last = path.slice(path.lastIndexOf('/') + 1)
  try {
    return decodeURIComponent(last) || url
  } catch {
    return last || url
  }
}
