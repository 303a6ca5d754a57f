import type { ClassifierMode } from '../../../../contract/learning.ts'
import { Bars } from '../../../components/Bars.tsx'
import type { ColumnDescription } from '../../../lib/describe-columns.ts'
import { formatCount, plural } from '../../../lib/format-number.ts'
import { showValue } from '../../../lib/show-value.ts'
import { type Draft, labelsOf } from './draft.ts'
import type { Guess, LabelFacts } from './guess-mode.ts'

const MODES: readonly { mode: ClassifierMode; title: string; meaning: string }[] = [
  { mode: 'boolean', title: 'Yes or no', meaning: 'boolean: one score, higher is more true' },
  { mode: 'categorical', title: 'One of several', meaning: 'categorical: a score for each label' },
  { mode: 'regression', title: 'A number', meaning: 'regression: the number itself' },
  { mode: 'multilabel', title: 'Several at once', meaning: 'multilabel: a score for each of the labels' },
]

/** Values that are drawn. */
const SHOWN = 8

interface LabelFieldsProps {
  draft: Draft
  columns: readonly ColumnDescription[]
  facts: LabelFacts | undefined
  guess: Guess | undefined
  onChange: (changes: Partial<Draft>) => void
}

/** What is to be predicted: the column, how its values are spread, and what kind of answer that makes. */
export function LabelFields({ draft, columns, facts, guess, onChange }: LabelFieldsProps) {
  const mode = draft.mode ?? guess?.mode
  const labels = labelsOf(draft, columns, mode)
  const choose = (name: string) => onChange({ labels: [name], trueValue: undefined, mode: undefined })
  return (
    <section className="card fields" aria-labelledby="train-label">
      <h2 id="train-label">Predict</h2>
      {mode === 'multilabel' ? (
        <fieldset className="checks">
          <legend>Labels: a column each, true or false, or one that holds a row of them</legend>
          {columns.map(({ name }) => (
            <label key={name}>
              <input
                type="checkbox"
                checked={labels.some((each) => each.name === name)}
                onChange={(event) =>
                  onChange({
                    labels: event.target.checked
                      ? [...draft.labels, name]
                      : draft.labels.filter((each) => each !== name),
                  })
                }
              />
              {name}
            </label>
          ))}
        </fieldset>
      ) : (
        <label className="field">
          <span>Label: the column to predict</span>
          <select
            value={labels[0]?.name ?? ''}
            data-testid="train-label-column"
            onChange={(event) => choose(event.target.value)}
          >
            {columns.map(({ name, kind }) => (
              <option key={name} value={name}>
                {name} ({kind})
              </option>
            ))}
          </select>
        </label>
      )}
      {facts && mode !== 'multilabel' && <Spread facts={facts} />}
      <fieldset className="choices">
        <legend>The answer is</legend>
        {MODES.map((each) => (
          <label key={each.mode} className="choice-card">
            <input
              type="radio"
              name="mode"
              value={each.mode}
              checked={mode === each.mode}
              onChange={() => onChange({ mode: each.mode })}
            />
            <span>
              <strong>{each.title}</strong> <span className="muted small-text">{each.meaning}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {guess && draft.mode === undefined && (
        <p className="muted small-text" data-testid="mode-guess">
          Chosen because {guess.reason}.
        </p>
      )}
      {mode === 'boolean' && facts && (
        <TrueValue draft={draft} facts={facts} guess={guess} onChange={onChange} />
      )}
    </section>
  )
}

function Spread({ facts: { rows, labelled, distinct, commonest } }: { facts: LabelFacts }) {
  const most = commonest[0]?.rows ?? 1
  return (
    <>
      <Bars
        caption="Rows of each value of the label"
        unit="rows"
        bars={commonest.slice(0, SHOWN).map(({ value, rows: count }) => ({
          label: showValue(value),
          value: formatCount(count),
          length: count / most,
        }))}
      />
      <p className="muted small-text">
        {plural(distinct, 'different value')} in {plural(labelled, 'row')}
        {distinct > SHOWN && `; the ${SHOWN} commonest are shown`}
        {labelled < rows && `. ${plural(rows - labelled, 'row')} without a label will be left out`}.
      </p>
    </>
  )
}

/** Which value counts as true, where they are not 0 and 1. */
function TrueValue({
  draft,
  facts,
  guess,
  onChange,
}: Pick<LabelFieldsProps, 'draft' | 'guess' | 'onChange'> & { facts: LabelFacts }) {
  const values = facts.commonest.flatMap(({ value }) =>
    typeof value === 'string' || typeof value === 'number' ? [value] : [],
  )
  const isPlain = values.every((value) => value === 0 || value === 1)
  if (isPlain) return null
  const chosen = draft.trueValue ?? guess?.trueValue
  return (
    <label className="field">
      <span>Counts as yes</span>
      <select
        value={chosen === undefined ? '' : values.indexOf(chosen)}
        onChange={(event) => onChange({ trueValue: values[Number(event.target.value)] })}
      >
        {chosen === undefined && <option value="">Choose a value…</option>}
        {values.map((value, i) => (
          <option key={String(value)} value={i}>
            {String(value)}
          </option>
        ))}
      </select>
    </label>
  )
}
