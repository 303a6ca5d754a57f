import { useState } from 'react'
import type { CompactResult } from '../../../contract/rest.ts'
import { CopyMenu } from '../../components/CopyMenu.tsx'
import { formatCount } from '../../lib/format-number.ts'
import type { GridSource } from '../../lib/grid-source.ts'
import { readAll, saveCsv } from '../../lib/read-all.ts'
import { toCsv, toJsonRows, toMarkdown } from '../../lib/write-table.ts'

/** More does not fit a clipboard well. */
const MOST_ROWS = 50_000

/** Copies the rows of a result in the notations that other programs read, or saves them all. */
export function CopyResult({ source }: { source: GridSource }) {
  const [saving, setSaving] = useState(false)
  const all = (write: (result: CompactResult) => string) => async () =>
    write(await readAll(source, MOST_ROWS))
  async function save() {
    setSaving(true)
    try {
      await saveCsv(source)
    } finally {
      setSaving(false)
    }
  }
  return (
    <div className="row">
      <CopyMenu
        label={source.rowCount > MOST_ROWS ? `Copy the first ${formatCount(MOST_ROWS)} rows as` : 'Copy as'}
        items={[
          { label: 'CSV', text: all(toCsv) },
          { label: 'JSON', text: all(toJsonRows) },
          { label: 'Markdown', text: all(toMarkdown) },
        ]}
      />
      <button type="button" className="button quiet small" disabled={saving} onClick={() => void save()}>
        {saving ? 'Writing…' : 'Save as CSV'}
      </button>
    </div>
  )
}
