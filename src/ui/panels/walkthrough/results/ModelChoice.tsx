import { formatBytes } from '../../../lib/format-number.ts'
import { useWalkthrough } from '../useWalkthrough.tsx'

/** Which network's weights to take. */
export function ModelChoice() {
  const { models, model, chooseModel, edit } = useWalkthrough()
  if (models.length === 0) return null
  return (
    <label className="choice">
      <span>Weights</span>
      <select
        value={model?.name}
        data-testid="model-choice"
        onChange={(event) => {
          edit('network', undefined)
          chooseModel(event.target.value)
        }}
      >
        {models.map(({ name, title, available, sizeBytes }) => (
          <option key={name} value={name} disabled={!available}>
            {title}
            {sizeBytes === undefined ? '' : `, ${formatBytes(sizeBytes)}`}
            {available ? '' : ' (not available here)'}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Ways out where the chosen weights could not be had. */
export function OtherModels() {
  const { models, model, chooseModel, edit } = useWalkthrough()
  const others = models.filter(({ name, available }) => available && name !== model?.name)
  return (
    <div className="row">
      {others.map(({ name, title }) => (
        <button
          key={name}
          type="button"
          className="button small"
          onClick={() => {
            edit('network', undefined)
            chooseModel(name)
          }}
        >
          Take {title} instead
        </button>
      ))}
    </div>
  )
}
