import { useState } from 'react'
import { Dialog } from '../../../components/Dialog.tsx'
import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { useClient } from '../../../hooks/useClient.tsx'
import { useRest } from '../../../hooks/useRest.ts'
import { openList } from '../routes.ts'
import { explainerOf } from '../use/useAnswer.ts'
import { functionsOf, type Training } from '../useTrainings.ts'

/** A button that deletes a training with all that it made, after asking. */
export function DeleteModel({ training }: { training: Training }) {
  const client = useClient()
  const [isAsking, setAsking] = useState(false)
  const [error, setError] = useState<unknown>()
  const functions = useRest<string[]>('/v1/functions').data ?? []
  const datasets = useRest<string[]>('/v1/datasets').data ?? []
  const made = functionsOf(training)
  const goes = {
    functions: [...made, ...made.map(explainerOf)].filter((id) => functions.includes(id)),
    datasets: (training.evaluation?.folds ?? [])
      .flatMap(({ accuracyDataset }) => accuracyDataset ?? [])
      .filter((id) => datasets.includes(id)),
  }
  async function remove() {
    try {
      for (const kind of ['functions', 'datasets'] as const)
        for (const id of goes[kind]) await client.delete(`/v1/${kind}/${encodeURIComponent(id)}`)
      await client.delete(`/v1/procedures/${encodeURIComponent(training.procedure)}`)
      window.location.hash = openList()
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <>
      <button type="button" className="button danger" onClick={() => setAsking(true)}>
        Delete
      </button>
      {isAsking && (
        <Dialog title={`Delete “${training.procedure}”?`} onClose={() => setAsking(false)}>
          <p>
            With it go its evaluation
            {goes.functions.length > 0 && `, the functions ${goes.functions.join(', ')}`}
            {goes.datasets.length > 0 && `, the datasets of results ${goes.datasets.join(', ')}`}. The model’s
            file stays, and what it learned from.
          </p>
          {error !== undefined && <ErrorNote error={error} />}
          <div className="row">
            <button type="button" className="button danger" onClick={() => void remove()}>
              Delete all of it
            </button>
            <button type="button" className="button" onClick={() => setAsking(false)}>
              Keep it
            </button>
          </div>
        </Dialog>
      )}
    </>
  )
}
