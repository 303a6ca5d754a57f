import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import type { EngineContext } from '../../context.ts'
import { urlReader } from '../../functions/fetcher.ts'

/** Bytes on their way in. */
export interface ByteSource {
  chunks: AsyncIterable<Uint8Array>
  /** Of what is transferred; undefined where the server does not say. */
  sizeBytes: number | undefined
  /** ms since 1970. */
  lastModified: number
}

/** In pieces of this size, so that progress shows and a cancel is heeded. */
const PIECE_BYTES = 1 << 18

/** Opens the file behind an address. http(s) is streamed, so its size is not bounded by memory; `.gz` is unpacked.
 *  @param onBytes called with the number of bytes that came in, before unpacking
 *  @throws EngineError `fetch-failed` with the address in the text */
export async function openSource(
  url: string,
  context: EngineContext,
  { signal }: Call,
  onBytes: (count: number) => void,
): Promise<ByteSource> {
  const source = (await openStream(url, context, signal)) ?? (await readWhole(url, context, signal))
  const counted = count(source.chunks, onBytes)
  return { ...source, chunks: /\.gz$/i.test(pathOf(url)) ? gunzip(counted) : counted }
}

const pathOf = (url: string): string => url.replace(/[?#].*$/, '')

/** Undefined where the address is none of the web, or cannot be read directly: then the reader of `fetcher` tries its
 *  other ways. */
async function openStream(
  url: string,
  { fetch, appUrl }: EngineContext,
  signal: AbortSignal | undefined,
): Promise<ByteSource | undefined> {
  if (/^(data|file):/i.test(url)) return undefined
  let response: Response
  try {
    response = await fetch(new URL(url, appUrl).href, signal ? { signal } : {})
  } catch {
    return undefined
  }
  if (!response.ok || !response.body) {
    throw new EngineError('fetch-failed', `${url} answered with status ${response.status}`, {
      url,
      status: response.status,
    })
  }
  const size = Number(response.headers.get('content-length'))
  const packed = response.headers.has('content-encoding')
  const modified = Date.parse(response.headers.get('last-modified') ?? '')
  return {
    chunks: readStream(response.body),
    sizeBytes: size > 0 && !packed ? size : undefined,
    lastModified: Number.isNaN(modified) ? Date.now() : modified,
  }
}

async function readWhole(
  url: string,
  context: EngineContext,
  signal: AbortSignal | undefined,
): Promise<ByteSource> {
  if (!/^[a-z][\w+.-]*:/i.test(url) && context.appUrl === undefined) {
    throw new EngineError(
      'invalid-argument',
      `'${url}' has no scheme; give http(s)://…, file:///… or data:…`,
      { url },
    )
  }
  return fromBytes(await urlReader(context)(url, signal))
}

/** Bytes in memory as a source. */
export const fromBytes = (bytes: Uint8Array): ByteSource => ({
  chunks: inPieces(bytes),
  sizeBytes: bytes.length,
  lastModified: Date.now(),
})

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES)
}

async function* readStream(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value
  } finally {
    // Left early (limit reached, bad line, cancelled): the transfer stops.
    await reader.cancel().catch(() => {})
  }
}

async function* count(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (count: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    onBytes(chunk.length)
    yield chunk
  }
}

async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]()
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { done, value } = await iterator.next()
      if (done) controller.close()
      else controller.enqueue(value as Uint8Array<ArrayBuffer>)
    },
    cancel: () => void iterator.return?.(),
  })
  try {
    yield* readStream(packed.pipeThrough(new DecompressionStream('gzip')))
  } catch (error) {
    if (error instanceof EngineError) throw error
    throw new EngineError(
      'bad-file',
      `the file is no gzip file, or it is cut short: ${(error as Error).message}`,
    )
  }
}
