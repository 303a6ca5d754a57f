import { BACKENDS } from '../../../../contract/inception.ts'
import { BackendOptions } from '../../../components/BackendOptions.tsx'
import { formatBytes } from '../../../lib/format-number.ts'
import { useWalkthrough } from '../useWalkthrough.tsx'

/** Which network to take, and where it is computed. */
export const NetworkChoices = () => (
  <>
    <ModelChoice />
    <BackendChoice />
  </>
)

/** Which network's weights to take. */
function ModelChoice() {
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

/** Where the network is computed. What is really in use, and why, is shown with the result. */
function BackendChoice() {
  const { backend, chooseBackend, edit } = useWalkthrough()
  return (
    <label className="choice">
      <span>Computed on</span>
      <select
        value={backend ?? 'auto'}
        data-testid="backend-choice"
        onChange={(event) => {
          edit('network', undefined)
          chooseBackend(BACKENDS.find((known) => known === event.target.value))
        }}
      >
        <BackendOptions />
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
