/** Where a network's file is, read from its address. */
export interface Place {
  format: 'model.json' | 'frozen-graph'
  /** The address of the file to read: without `archive+` and member. */
  url: string
  /** The frozen graph's name inside of the zip that `url` is. */
  member?: string
}

const ARCHIVE = 'archive+'

/** `archive+<zip>#<member>` and addresses that end in `.pb` are frozen graphs; all else is a model.json. Where a zip is
 *  named without member, `member` is empty. */
export function parsePlace(address: string): Place {
  if (address.startsWith(ARCHIVE)) {
    const [url = '', ...member] = address.slice(ARCHIVE.length).split('#')
    return { format: 'frozen-graph', url, member: decode(member.join('#')) }
  }
  if (/\.zip([?#]|$)/i.test(address)) return parsePlace(ARCHIVE + address)
  return { format: /\.pb([?#]|$)/i.test(address) ? 'frozen-graph' : 'model.json', url: address }
}

/** The address of a place, as `parsePlace` reads it. */
export const formatPlace = ({ url, member }: Place): string =>
  member === undefined ? url : `${ARCHIVE}${url}#${member}`

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
