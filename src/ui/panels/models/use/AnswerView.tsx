import { useState } from 'react'
import { restPath } from '../../../../client/index.ts'
import { Bars } from '../../../components/Bars.tsx'
import { CallBlock } from '../../../components/CallBlock.tsx'
import { EmptyState } from '../../../components/EmptyState.tsx'
import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { formatDuration, formatNumber } from '../../../lib/format-number.ts'
import { toScoreBars } from '../../../lib/score-bars.ts'
import { Explanation } from './Explanation.tsx'
import { type Subject, subjectSql } from './subject.ts'
import type { UsedModel } from './use-model.ts'
import { argumentOf, useScores } from './useAnswer.ts'

/** Labels whose scores are drawn. */
const SHOWN = 12

/** What a model says of a subject, and why. */
export function AnswerView({ model, subject }: { model: UsedModel; subject: Subject | undefined }) {
  const { data: answer, error, isPending } = useScores(model, subject)
  const [chosen, setChosen] = useState<string>()
  if (!subject)
    return (
      <EmptyState title="Nothing asked yet">
        <p>
          Pick a row or fill in fields: what the model says appears here at once, with what each feature adds.
        </p>
      </EmptyState>
    )
  const best = answer?.scores[0]
  const isByLabel = model.mode === 'categorical' || model.mode === 'multilabel'
  const label = isByLabel ? (chosen ?? best?.label) : undefined
  const score = isByLabel ? answer?.scores.find((each) => each.label === label)?.score : best?.score
  return (
    <>
      <section className="card fields" aria-labelledby="answer" data-testid="answer">
        <h2 id="answer">It says</h2>
        {error && <ErrorNote error={error} />}
        {isPending && <p className="muted">Asking…</p>}
        {answer && !best && (
          <p className="note">
            Nothing: it knows none of the features of this row, so there is nothing to judge by.
          </p>
        )}
        {answer && best && (
          <>
            <p className="verdict" role="status">
              <strong data-testid="prediction">{isByLabel ? best.label : formatNumber(best.score)}</strong>{' '}
              {model.mode === 'boolean' && <span className="muted">score: higher is more yes</span>}
            </p>
            {isByLabel && (
              <Bars
                caption="Score of each label"
                unit="score"
                bars={toScoreBars(answer.scores.slice(0, SHOWN)).map((bar, i) => ({
                  label: bar.label,
                  value: formatNumber(Number(bar.score.toPrecision(3))),
                  length: bar.length,
                  strong: i === 0,
                }))}
              />
            )}
            <p className="muted small-text">in {formatDuration(answer.durationMs)}</p>
          </>
        )}
        <details>
          <summary>The call</summary>
          <Call model={model} subject={subject} />
        </details>
      </section>
      {score !== undefined && (
        <Explanation
          model={model}
          subject={subject}
          label={label}
          score={score}
          labels={isByLabel ? (answer?.scores ?? []).map((each) => each.label) : []}
          onLabel={setChosen}
        />
      )}
    </>
  )
}

function Call({ model, subject }: { model: UsedModel; subject: Subject }) {
  if (subject.kind === 'typed') {
    const path = `/v1/functions/${encodeURIComponent(model.id)}/application`
    const input = argumentOf(model, subject.values)
    return (
      <CallBlock
        method="GET"
        path={path}
        call={{ method: 'GET', path: restPath(path, { input }) }}
        views={[{ id: 'rest', title: 'REST', language: 'json', text: JSON.stringify({ input }, null, 2) }]}
        onRun={() => undefined}
      />
    )
  }
  const sql = subjectSql(subject, model.id)
  return (
    <CallBlock
      method="GET"
      path="/v1/query"
      call={{ method: 'GET', path: restPath('/v1/query', { q: sql, format: 'aos' }) }}
      views={[{ id: 'sql', title: 'SQL', language: 'sql', text: sql }]}
      onRun={() => undefined}
    />
  )
}
