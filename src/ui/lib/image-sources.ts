/** Blob addresses of stored images, made once each. */
export interface ImageSources {
  get(url: string): Promise<string>
}

/** More than a screen or two of pictures; the oldest go first. */
const KEPT = 600

const TYPES: Record<string, string> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  bmp: 'image/bmp',
  avif: 'image/avif',
}

/** The media type that a file name promises; undefined for what is no picture. */
export function imageType(name: string): string | undefined {
  return TYPES[name.slice(name.lastIndexOf('.') + 1).toLowerCase()]
}

/** Whether a text is the address of a picture, by its ending. */
export const isPictureAddress = (text: string): boolean =>
  text.length < 2000 && !text.includes('\n') && imageType(text.split(/[?#]/)[0]!) !== undefined

/** Shares one blob address among all pictures of the same file; a failed read may be tried again. */
export function createImageSources(read: (path: string) => Promise<Uint8Array>): ImageSources {
  const sources = new Map<string, Promise<string>>()
  return {
    get(url) {
      const known = sources.get(url)
      if (known) return known
      const source = read(url).then((bytes) =>
        URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: imageType(url) ?? '' })),
      )
      sources.set(url, source)
      source.catch(() => sources.delete(url))
      for (const [oldest, address] of sources) {
        if (sources.size <= KEPT) break
        sources.delete(oldest)
        address.then(URL.revokeObjectURL, () => undefined)
      }
      return source
    },
  }
}
