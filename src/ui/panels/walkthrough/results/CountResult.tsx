import type { CompactResult } from '../../../../contract/rest.ts'
import { Bars } from '../../../components/Bars.tsx'
import { ResultGrid } from '../../../components/ResultGrid.tsx'
import { formatCount } from '../../../lib/format-number.ts'
import { groupLabel } from '../../../lib/group-label.ts'
import { readResult } from '../stored-result.ts'
import { useStepRun } from '../useStepRun.ts'
import { useWalkthrough } from '../useWalkthrough.tsx'

/** Counts as bars. A statement of the user's own that gives something else is shown as a table. */
export function CountResult() {
  const { project, text } = useWalkthrough()
  const run = useStepRun<CompactResult>('count')
  const result = run.result ?? readResult(`${project.kind}.count`, text('count'))
  if (!result) return null
  const counts = result.columns[0]?.values ?? []
  if (result.columns.length !== 1 || !counts.every((count) => typeof count === 'number')) {
    return <ResultGrid result={result} label="Result" height={300} />
  }
  const largest = Math.max(...counts, 1)
  const bars = result.rowNames.map((rowName, r) => ({
    label: groupLabel(rowName),
    value: formatCount(counts[r] ?? 0),
    length: (counts[r] ?? 0) / largest,
  }))
  return <Bars bars={bars} caption="Rows of each label" unit="rows" />
}
