import { EngineError } from '../../../contract/errors.ts'
import { readZipMember, zipMemberNames } from './read-zip-member.ts'

/** The names of the classes, line by line, from the text file that lies beside a graph in its zip: the one whose name
 *  speaks of labels. undefined if there is none, or it is damaged: a network works without. */
export function readLabels(zip: Uint8Array, graph: string): string[] | undefined {
  const folder = graph.slice(0, graph.lastIndexOf('/') + 1)
  const name = zipMemberNames(zip).find(
    (member) => member.startsWith(folder) && /label[^/]*\.txt$/i.test(member),
  )
  if (name === undefined) return undefined
  try {
    const lines = new TextDecoder().decode(readZipMember(zip, name)).trimEnd().split(/\r?\n/)
    return lines.length <= MAX_LABELS ? lines.map((line) => line.slice(0, MAX_LABEL_LENGTH)) : undefined
  } catch (error) {
    if (error instanceof EngineError) return undefined
    throw error
  }
}

const MAX_LABELS = 100_000
const MAX_LABEL_LENGTH = 200
