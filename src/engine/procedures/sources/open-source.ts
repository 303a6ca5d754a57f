// sources/ brings bytes in: open-source.ts streams an address, read-source.ts reads a whole one in bounded space,
// read-lines.ts makes lines of bytes, recognise.ts tells by their first bytes what they are. It knows no rows.
import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import type { EngineContext } from '../../context.ts'
import { urlReader } from '../../functions/fetcher.ts'
import { readZipMember } from '../../models/sources/read-zip-member.ts'

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

/** What is not streamed may take this much memory. */
export const MAX_WHOLE_BYTES = 1 << 29

/** Opens the file behind an address. http(s) and blob: are streamed, so their size is not bounded by memory; gzip is
 *  unpacked, whatever the file is called; `archive+<url>#<member>` is a file inside a zip.
 *  @param onBytes called with the number of bytes that came in, before unpacking
 *  @throws EngineError `fetch-failed` with the address in the text */
export async function openSource(
  url: string,
  context: EngineContext,
  call: Call,
  onBytes: (count: number) => void = () => undefined,
): Promise<ByteSource> {
  const archive = /^archive\+([^#]+)#(.+)$/i.exec(url)
  if (archive) return openMember(archive[1]!, archive[2]!, context, call, onBytes)
  const source = (await openStream(url, context, call.signal)) ?? (await readWhole(url, context, call.signal))
  return { ...source, chunks: gunzipIfPacked(count(source.chunks, onBytes)) }
}

async function openMember(
  url: string,
  name: string,
  context: EngineContext,
  call: Call,
  onBytes: (count: number) => void,
): Promise<ByteSource> {
  const source = await openSource(url, context, call)
  const zip = await collect(source.chunks, MAX_WHOLE_BYTES, url)
  const member = fromBytes(readZipMember(zip, decodeName(name)))
  return {
    ...member,
    lastModified: source.lastModified,
    chunks: gunzipIfPacked(count(member.chunks, onBytes)),
  }
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** All bytes of a source.
 *  @throws EngineError `bad-file` where they are more than `maxBytes` */
export async function collect(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
  name: string,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > maxBytes) {
      throw new EngineError(
        'bad-file',
        `${name} takes more than ${maxBytes >> 20} MB, unpacked; a file of this kind must fit into memory`,
      )
    }
    pieces.push(chunk)
  }
  if (pieces.length === 1) return pieces[0]!
  const whole = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

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
    if (!/^blob:/i.test(url)) return undefined
    throw new EngineError(
      'fetch-failed',
      'The file that was dropped or picked is no longer there (its page was closed, or the file was changed); choose it again.',
      { url },
    )
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

/** Unpacks what begins as gzip does; no text begins so. */
async function* gunzipIfPacked(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]()
  const read: Uint8Array[] = []
  const head: number[] = []
  while (head.length < 3) {
    const { done, value } = await iterator.next()
    if (done) break
    read.push(value)
    head.push(...value.subarray(0, 3))
  }
  const whole = (async function* () {
    yield* read
    yield* { [Symbol.asyncIterator]: () => iterator }
  })()
  const isPacked = head[0] === 0x1f && head[1] === 0x8b && head[2] === 8
  yield* isPacked ? gunzip(whole) : whole
}

async function* gunzip(chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done) controller.close()
      else controller.enqueue(value as Uint8Array<ArrayBuffer>)
    },
    cancel: () => void chunks.return(undefined),
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
