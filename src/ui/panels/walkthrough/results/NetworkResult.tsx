// results/ holds what each card shows below its call. They read from the engine or from the run, and compute nothing.
import type { EntityStatus, ModelInfo } from '../../../../contract/rest.ts'
import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { useEntity } from '../../../hooks/useRest.ts'
import { formatBytes, formatCount } from '../../../lib/format-number.ts'
import { readNetwork } from '../../../lib/read-network.ts'
import { NETWORK } from '../steps.ts'
import { useWalkthrough } from '../useWalkthrough.tsx'

/** Which weights are in use, where they came from, what they are good for, and what computes them. */
export function NetworkResult() {
  const status = useEntity<EntityStatus>(`/v1/functions/${NETWORK}`).data
  const { misses } = useWalkthrough()
  if (!status) return null
  const { model, backend, reason, error } = readNetwork(status)
  if (error) return <ErrorNote error={new Error(error)} />
  return (
    <>
      <dl className="facts" data-testid="weights">
        {model && <ModelFacts model={model} />}
        {backend && (
          <div>
            <dt>Computed by</dt>
            <dd>
              <strong data-testid="backend">{backend}</strong>{' '}
              {reason && <span className="muted">{reason}</span>}
            </dd>
          </div>
        )}
      </dl>
      {model?.caveat && (
        <p className="note note-warn" data-testid="caveat">
          {model.caveat}
        </p>
      )}
      {misses.length > 0 && (
        <details className="note">
          <summary>Better weights could not be had just now</summary>
          <ul>
            {misses.map((miss) => (
              <li key={miss}>{miss}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function ModelFacts({ model }: { model: Partial<ModelInfo> }) {
  const facts: [string, string | undefined][] = [
    ['Weights', model.title ?? model.name],
    ['From', model.source],
    ['Licence', model.licence],
    ['Size', model.sizeBytes === undefined ? undefined : formatBytes(model.sizeBytes)],
    ['SHA-256', model.digest && `${model.digest.slice(0, 16)}…`],
    [
      'Output',
      model.output &&
        `${model.output}${model.outputSize ? `, ${formatCount(model.outputSize)} numbers` : ''}`,
    ],
    ['Good for', model.goodFor],
  ]
  return facts.map(
    ([name, value]) =>
      value && (
        <div key={name}>
          <dt>{name}</dt>
          <dd
            title={name === 'SHA-256' ? model.digest : undefined}
            className={name === 'SHA-256' ? 'mono' : undefined}
          >
            {value}
          </dd>
        </div>
      ),
  )
}
