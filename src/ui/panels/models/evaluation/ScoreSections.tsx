import { useMemo, useState } from 'react'
import { cutAt, cutsOf } from '../../../lib/cut-statistics.ts'
import type { FoldEvaluation } from '../../../lib/evaluation.ts'
import { quoteName } from '../../../lib/quote-name.ts'
import { CurvesSection } from './CurvesSection.tsx'
import { MOST_ROWS, RowsDialog } from './RowsDialog.tsx'
import { ThresholdSection } from './ThresholdSection.tsx'

/** The curves of a fold; of a score of yes or no with the cut, whose place they mark. */
export function ScoreSections({ fold, query }: { fold: FoldEvaluation; query: string }) {
  const { curves, results, accuracyDataset, functionName } = fold
  const cuts = useMemo(() => (curves[0] ? cutsOf(curves[0], results) : []), [curves, results])
  const [chosen, setChosen] = useState(() => cutAt(cuts, results.bestF1Score?.threshold ?? 0.5))
  const [open, setOpen] = useState<{ isTrue: boolean; isCalledTrue: boolean }>()
  const threshold = cuts[chosen]?.threshold
  return (
    <>
      {cuts.length > 0 && (
        <ThresholdSection
          cuts={cuts}
          chosen={chosen}
          bestF1={results.bestF1Score}
          bestMcc={results.bestMcc}
          onChoose={setChosen}
          onOpen={
            accuracyDataset === undefined
              ? undefined
              : (isTrue, isCalledTrue) => setOpen({ isTrue, isCalledTrue })
          }
        />
      )}
      <CurvesSection sets={[{ name: '', curves }]} cut={cuts[chosen]} />
      {open && accuracyDataset !== undefined && (
        <RowsDialog
          title={`${open.isTrue ? 'Yes' : 'No'}, called ${open.isCalledTrue ? 'yes' : 'no'}`}
          resultsSql={`SELECT score, label FROM ${quoteName(accuracyDataset)} WHERE label = ${open.isTrue ? 1 : 0} AND ${cutSql(threshold, open.isCalledTrue)} ORDER BY score ${open.isCalledTrue ? 'DESC' : 'ASC'} LIMIT ${MOST_ROWS}`}
          query={query}
          functionName={functionName}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  )
}

/** Whether a score is called true by a cut; without a threshold none is. */
function cutSql(threshold: number | null | undefined, isCalledTrue: boolean): string {
  if (threshold === null || threshold === undefined) return isCalledTrue ? 'false' : 'true'
  return `score ${isCalledTrue ? '>=' : '<'} ${threshold}`
}
