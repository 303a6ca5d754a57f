import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import { type FrozenGraph, readFrozenGraph } from '../graph/read-frozen-graph.ts'
import type { Candidate } from './candidates.ts'
import { md5 } from './md5.ts'
import type { Place } from './place.ts'
import { readLabels } from './read-labels.ts'
import { readZipMember, zipMemberNames } from './read-zip-member.ts'
import type { Read } from './reader.ts'

/** The largest frozen graph or zip that is read. */
const MAX_FILE_BYTES = 512_000_000

/** Reads a frozen graph, plain or inside a zip. Progress in bytes, in the step `download <name>`.
 *  @throws EngineError `fetch-failed`, `bad-file`, `not-supported`, `invalid-argument` for a member that the zip lacks,
 *    `cancelled` */
export async function readFrozenModel(
  read: Read,
  place: Place,
  { info, known }: Candidate,
  call: Call,
): Promise<FrozenGraph> {
  let done = 0
  const file = await read(place.url, MAX_FILE_BYTES, (count, total) => {
    done += count
    const size = total !== undefined && total >= done ? { total } : {}
    call.onProgress?.({ phase: 'bytes', step: `download ${info.name}`, done, ...size })
  })
  if (known?.md5 !== undefined && md5(file) !== known.md5)
    throw new EngineError('bad-file', `${place.url} is not the file that was published: its MD5 differs.`)
  if (file[0] === 0x3c && place.member === undefined)
    throw new EngineError('bad-file', `${place.url} is no frozen graph but a web page.`)
  if (place.member === undefined) return readFrozenGraph(file)
  const graph = readFrozenGraph(readZipMember(file, place.member || onlyGraph(file)))
  const labels = readLabels(file, place.member)
  if (labels) graph.modelJson.userDefinedMetadata = { labels }
  return graph
}

/** The graph of a zip that has one: naming it is then not needed. */
function onlyGraph(zip: Uint8Array): string {
  const graphs = zipMemberNames(zip).filter((name) => /\.pb$/i.test(name))
  if (graphs.length === 1) return graphs[0]!
  throw new EngineError(
    'invalid-argument',
    graphs.length === 0
      ? 'The archive has no frozen graph (.pb).'
      : `The archive has several graphs: name one after a #, such as #${graphs[0]}.`,
  )
}
