import type { Value } from '../../../contract/values.ts'
import { lex } from '../../sql/lexer.ts'

/** What the functions of an import answer. */
export interface ImportedFile {
  url: string
  /** ms since 1970. */
  time: number
}

/** Functions that exist in the clauses of an import only, as expressions over the rows that it reads. */
const FUNCTIONS: Record<string, string> = {
  LINENUMBER: 'CAST(rowName() AS integer)',
  FILETIMESTAMP: '$_fileTimestamp',
  DATAFILEURL: '$_dataFileUrl',
}

/** A clause with `lineNumber()`, `fileTimestamp()` and `dataFileUrl()` replaced by what they stand for; texts and quoted
 *  names are left alone.
 *  @throws EngineError `syntax` */
export function replaceImportFunctions(clause: string): string {
  const tokens = lex(clause)
  let text = ''
  let from = 0
  tokens.forEach((token, i) => {
    if (token.kind !== 'word' || !Object.hasOwn(FUNCTIONS, token.upper)) return
    const [open, close] = [tokens[i + 1], tokens[i + 2]]
    if (open?.kind !== 'sign' || open.text !== '(' || close?.kind !== 'sign' || close.text !== ')') return
    text += clause.slice(from, token.start) + FUNCTIONS[token.upper]
    from = close.end
  })
  return text + clause.slice(from)
}

/** The parameters that the replaced functions refer to. */
export const importParameters = ({ url, time }: ImportedFile): Record<string, Value> => ({
  _fileTimestamp: { kind: 'timestamp', ms: time },
  _dataFileUrl: url,
})
