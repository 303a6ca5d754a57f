import { useState } from 'react'
import type { Learners } from '../../../../contract/learning.ts'
import { EmptyState } from '../../../components/EmptyState.tsx'
import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { useDelayed } from '../../../hooks/useDelayed.ts'
import { useHash } from '../../../hooks/useHash.ts'
import { useRest } from '../../../hooks/useRest.ts'
import { SampleButton } from '../SampleButton.tsx'
import { type Draft, labelsOf, NEW_DRAFT, toPlan } from './draft.ts'
import { FeatureFields } from './FeatureFields.tsx'
import { guessMode } from './guess-mode.ts'
import { LabelFields } from './LabelFields.tsx'
import { LearnerFields } from './LearnerFields.tsx'
import { parseJson } from './parse-json.ts'
import { SourceFields } from './SourceFields.tsx'
import { SplitFields } from './SplitFields.tsx'
import { TrainingCall } from './TrainingCall.tsx'
import { useColumns, useLabelFacts } from './useSource.ts'

/** What was filled in, kept while another panel is shown. */
let kept: Draft = NEW_DRAFT

/** Everything that makes a model: rows, label, features, learner, test; the call they come to; and the button. */
export function TrainForm() {
  const { parameters } = useHash()
  const datasets = useRest<string[]>('/v1/datasets').data
  const learners = useRest<Learners>('/v1/learners').data
  const [draft, setDraft] = useState<Draft>(() =>
    parameters.dataset === undefined || isOf(kept, parameters.dataset)
      ? kept
      : { ...NEW_DRAFT, source: { kind: 'dataset', id: parameters.dataset } },
  )
  const change = (changes: Partial<Draft>) => {
    kept = { ...draft, ...changes }
    setDraft(kept)
  }
  const source = useDelayed(draft.source, draft.source?.kind === 'query' ? 500 : 0)
  const { columns, error, isReading } = useColumns(source)
  const [label] = labelsOf(draft, columns, draft.mode)
  const facts = useLabelFacts(label && source, label?.path)
  const guess = facts && guessMode(facts)
  const parsed = draft.json === undefined ? undefined : parseJson(draft.json)
  const plan = toPlan({ ...draft, source }, columns, guess, parsed)
  if (datasets?.length === 0) {
    return (
      <EmptyState title="Nothing to learn from yet">
        <p>A model learns from the rows of a dataset. Import one on the Data page, or take the sample.</p>
        <SampleButton />
      </EmptyState>
    )
  }
  return (
    <div className="train" data-testid="train-form">
      <div className="train-fields">
        <SourceFields draft={draft} datasets={datasets ?? []} onChange={change} />
        {error && <ErrorNote error={error} />}
        {columns.length === 0 && isReading && <p className="muted">Reading the first rows…</p>}
        {columns.length > 0 && (
          <>
            <LabelFields draft={draft} columns={columns} facts={facts} guess={guess} onChange={change} />
            <FeatureFields
              draft={draft}
              columns={columns}
              mode={draft.mode ?? guess?.mode}
              onChange={change}
            />
            {learners && (
              <LearnerFields
                draft={draft}
                learners={learners}
                mode={draft.mode ?? guess?.mode ?? 'categorical'}
                onChange={change}
              />
            )}
            <SplitFields draft={draft} datasets={datasets ?? []} onChange={change} />
          </>
        )}
      </div>
      <TrainingCall plan={plan} onRename={(name) => change({ name })} />
    </div>
  )
}

const isOf = ({ source }: Draft, dataset: string): boolean =>
  source?.kind === 'dataset' && source.id === dataset
