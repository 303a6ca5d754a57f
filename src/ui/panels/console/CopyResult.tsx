import type { CompactResult } from '../../../contract/rest.ts'
import { CopyMenu } from '../../components/CopyMenu.tsx'
import { toCsv, toJsonRows, toMarkdown } from '../../lib/write-table.ts'

/** Copies the rows of a result in the notations that other programs read. */
export function CopyResult({ result }: { result: CompactResult }) {
  return (
    <CopyMenu
      items={[
        { label: 'CSV', text: () => toCsv(result) },
        { label: 'JSON', text: () => toJsonRows(result) },
        { label: 'Markdown', text: () => toMarkdown(result) },
      ]}
    />
  )
}
