import type { Draft } from './draft.ts'
import type { Split } from './training-plan.ts'

interface SplitFieldsProps {
  draft: Draft
  datasets: readonly string[]
  onChange: (changes: Partial<Draft>) => void
}

/** Which rows the model is tested on. */
export function SplitFields({ draft: { split, source }, datasets, onChange }: SplitFieldsProps) {
  const others = datasets.filter((id) => !(source?.kind === 'dataset' && source.id === id))
  const choices: { split: Split; title: string; meaning: string }[] = [
    {
      split: split.kind === 'share' ? split : { kind: 'share', percent: 25 },
      title: 'Hold out a share',
      meaning: 'of the rows, chosen by a hash of their name: the same ones each time',
    },
    {
      split: split.kind === 'folds' ? split : { kind: 'folds', k: 5 },
      title: 'Cross-validate',
      meaning: 'every row is tested once, by a model that did not see it; takes as many times longer',
    },
    { split: { kind: 'halves' }, title: 'Half and half', meaning: 'as MLDB does where nothing is said' },
    {
      split: split.kind === 'other' ? split : { kind: 'other', id: others[0] ?? '' },
      title: 'Another dataset',
      meaning: 'train on all of this one, test on rows of the same columns',
    },
    {
      split: { kind: 'none' },
      title: 'No test',
      meaning: 'train on everything; forests still say how good they are out of bag',
    },
  ]
  return (
    <section className="card fields" aria-labelledby="train-split">
      <h2 id="train-split">Test on</h2>
      <fieldset className="choices">
        <legend className="visually-hidden">Rows to test on</legend>
        {choices
          .filter(({ split: { kind } }) => kind !== 'other' || others.length > 0)
          .map(({ split: choice, title, meaning }) => (
            <label key={choice.kind} className="choice-card">
              <input
                type="radio"
                name="split"
                value={choice.kind}
                checked={split.kind === choice.kind}
                onChange={() => onChange({ split: choice })}
              />
              <span>
                <strong>{title}</strong> <span className="muted small-text">{meaning}</span>
              </span>
            </label>
          ))}
      </fieldset>
      {split.kind === 'share' && (
        <label className="field">
          <span>Held out: {split.percent} %</span>
          <input
            type="range"
            min={5}
            max={95}
            step={5}
            value={split.percent}
            onChange={(event) => onChange({ split: { kind: 'share', percent: Number(event.target.value) } })}
          />
        </label>
      )}
      {split.kind === 'folds' && (
        <label className="field">
          <span>Folds: {split.k}</span>
          <input
            type="range"
            min={2}
            max={20}
            value={split.k}
            data-testid="folds"
            onChange={(event) => onChange({ split: { kind: 'folds', k: Number(event.target.value) } })}
          />
        </label>
      )}
      {split.kind === 'other' && (
        <label className="field">
          <span>Dataset to test on</span>
          <select
            value={split.id}
            onChange={(event) => onChange({ split: { kind: 'other', id: event.target.value } })}
          >
            {others.map((id) => (
              <option key={id}>{id}</option>
            ))}
          </select>
        </label>
      )}
    </section>
  )
}
