import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import type { Client } from '../../client/index.ts'
import { createImageSources, type ImageSources } from '../lib/image-sources.ts'

const ImageSourcesContext = createContext<ImageSources | undefined>(undefined)

/** Gives pictures below it a way to show what is stored under `file:///`. */
export function ImageSourcesProvider({ client, children }: { client: Client; children: ReactNode }) {
  const [sources] = useState(() => createImageSources((path) => client.files.get(path)))
  return <ImageSourcesContext value={sources}>{children}</ImageSourcesContext>
}

export type ImageSource =
  | { state: 'loading' }
  | { state: 'ready'; src: string }
  | { state: 'failed'; reason: string }

/** What an <img> can show for an address in a dataset: the app's own and the web's as they are, stored files as a blob. */
export function useImageSource(url: string): ImageSource {
  const sources = useContext(ImageSourcesContext)
  const [source, setSource] = useState<ImageSource>(() => immediate(url))
  useEffect(() => {
    const known = immediate(url)
    setSource(known)
    if (known.state !== 'loading' || !sources) return
    let current = true
    sources.get(url).then(
      (src) => current && setSource({ state: 'ready', src }),
      (error: unknown) =>
        current && setSource({ state: 'failed', reason: error instanceof Error ? error.message : '' }),
    )
    return () => {
      current = false
    }
  }, [url, sources])
  return source
}

const immediate = (url: string): ImageSource =>
  url.startsWith('file://') ? { state: 'loading' } : { state: 'ready', src: url }
