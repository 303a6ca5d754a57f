import { imageType } from './image-sources.ts'

/** Which columns of a table are the label and the image's address, by their values first and their names second.
 *  Undefined where nothing fits: then the user is asked. */
export function guessColumns(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): { label?: string; url?: string } {
  const cells = (c: number) => rows.map((row) => row[c] ?? '').filter((cell) => cell !== '')
  const isAddress = (cell: string) =>
    /^(https?|file|data):/i.test(cell) || imageType(cell.split(/[?#]/)[0]!) !== undefined
  const share = (c: number) => cells(c).filter(isAddress).length / (cells(c).length || 1)
  const byShare = header.map((name, c) => ({ name, share: share(c) })).sort((a, b) => b.share - a.share)
  const url = byShare[0] && byShare[0].share > 0.5 ? byShare[0].name : undefined
  const others = header
    .map((name, c) => ({ name, distinct: new Set(cells(c)).size, c }))
    .filter(({ name }) => name !== url)
  const named = others.find(({ name }) => /^(label|class|category|brand|species|target|y)$/i.test(name))
  const few = others.find(({ distinct }) => distinct > 1 && distinct <= Math.max(2, rows.length / 2))
  const label = (named ?? few)?.name
  return { ...(label === undefined ? {} : { label }), ...(url === undefined ? {} : { url }) }
}
