import type { AlgorithmInfo, ClassifierMode, Learners } from '../../../../contract/learning.ts'
import { CodeField } from '../../../components/CodeField.tsx'
import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { useDelayed } from '../../../hooks/useDelayed.ts'
import { useRest } from '../../../hooks/useRest.ts'
import type { Draft } from './draft.ts'
import { parseJson } from './parse-json.ts'
import { SettingField } from './SettingField.tsx'
import { suits, withSetting } from './training-plan.ts'

/** Learners that are offered at first sight. */
const FIRST = 8

interface LearnerFieldsProps {
  draft: Draft
  learners: Learners
  mode: ClassifierMode
  onChange: (changes: Partial<Draft>) => void
}

/** Which learner, its settings, and its whole configuration for those who know it. The engine checks each. */
export function LearnerFields({ draft, learners, mode, onChange }: LearnerFieldsProps) {
  const offered = learners.algorithms.filter((each) => suits(each, mode))
  const first = offered.slice(0, FIRST)
  const others = offered.slice(FIRST)
  const chosen = learners.algorithms.find(({ name }) => name === draft.algorithm)
  const configuration = draft.configuration ?? chosen?.configuration
  const choose = ({ name }: AlgorithmInfo) =>
    onChange({ algorithm: name, configuration: undefined, json: undefined })
  return (
    <section className="card fields" aria-labelledby="train-learner">
      <h2 id="train-learner">With</h2>
      <fieldset className="choices learners">
        <legend className="visually-hidden">Learner</legend>
        {first.map((each) => (
          <AlgorithmChoice
            key={each.name}
            algorithm={each}
            isChosen={draft.algorithm === each.name}
            onChoose={() => choose(each)}
          />
        ))}
        <details open={others.some(({ name }) => name === draft.algorithm) || undefined}>
          <summary>{others.length} more</summary>
          {others.map((each) => (
            <AlgorithmChoice
              key={each.name}
              algorithm={each}
              isChosen={draft.algorithm === each.name}
              onChoose={() => choose(each)}
            />
          ))}
        </details>
      </fieldset>
      {chosen && !suits(chosen, mode) && (
        <p className="note note-warn">“{chosen.title}” cannot give this kind of answer: choose another.</p>
      )}
      {chosen && configuration && draft.json === undefined && (
        <fieldset className="settings">
          <legend>Settings</legend>
          {chosen.settings.map((setting) => (
            <SettingField
              key={`${chosen.name} ${setting.path}`}
              setting={setting}
              configuration={configuration}
              types={learners.types}
              onChange={(value) =>
                onChange({ configuration: withSetting(configuration, setting.path, value) })
              }
            />
          ))}
        </fieldset>
      )}
      <details open={draft.json !== undefined || undefined}>
        <summary>The whole configuration, as JSON</summary>
        <CodeField
          label="Configuration of the learner"
          language="json"
          text={draft.json ?? JSON.stringify(configuration ?? {}, null, 2)}
          onChange={(json) => onChange({ json })}
        />
        {draft.json !== undefined && (
          <button type="button" className="button quiet small" onClick={() => onChange({ json: undefined })}>
            Undo my changes
          </button>
        )}
      </details>
      <Check draft={draft} />
      <details>
        <summary>Chance and balance</summary>
        <div className="settings">
          <label className="field">
            <span>Seed: the same one gives the same model</span>
            <input
              type="number"
              step={1}
              value={draft.seed}
              onChange={(event) => onChange({ seed: Math.trunc(Number(event.target.value)) })}
            />
          </label>
          {mode !== 'regression' && (
            <label className="field">
              <span>Weigh rare labels</span>
              <select
                value={draft.equalizationFactor}
                onChange={(event) => onChange({ equalizationFactor: Number(event.target.value) })}
              >
                <option value={0}>not at all</option>
                <option value={0.5}>half-way (as MLDB does)</option>
                <option value={1}>until all labels count the same</option>
              </select>
            </label>
          )}
        </div>
      </details>
    </section>
  )
}

function AlgorithmChoice({
  algorithm: { name, title, summary },
  isChosen,
  onChoose,
}: {
  algorithm: AlgorithmInfo
  isChosen: boolean
  onChoose: () => void
}) {
  return (
    <label className="choice-card">
      <input type="radio" name="algorithm" value={name} checked={isChosen} onChange={onChoose} />
      <span>
        <strong>{title}</strong> <code className="muted">{name}</code>
        <span className="muted small-text">{summary}</span>
      </span>
    </label>
  )
}

/** What the engine says of the settings: nothing, or which key is wrong. */
function Check({ draft: { configuration, json } }: { draft: Draft }) {
  const parsed = json === undefined ? configuration : parseJson(json)
  const asked = useDelayed(parsed, 200)
  const { error } = useRest(asked ? '/v1/learners/configuration' : undefined, { configuration: asked })
  if (json !== undefined && !parsed)
    return (
      <p className="note note-bad" role="alert">
        This is no JSON object.
      </p>
    )
  return asked && error ? <ErrorNote error={error} /> : null
}
