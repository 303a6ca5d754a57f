import { useState } from 'react'
import { CallBlock } from '../../../components/CallBlock.tsx'
import { TaskLine } from '../../../components/TaskLine.tsx'
import { useClient } from '../../../hooks/useClient.tsx'
import { useRest } from '../../../hooks/useRest.ts'
import { useTask } from '../../../hooks/useTask.ts'
import { quoteName } from '../../../lib/quote-name.ts'
import { toHash } from '../../../router.ts'
import { datasetsIn } from '../../console/completion.ts'
import { scoringSql } from './scoring-sql.ts'
import type { UsedModel } from './use-model.ts'
import { useFeatureCounts } from './useFeatureCounts.ts'

/** Scores every row of a dataset into a new one. */
export function ScoreDataset({ model }: { model: UsedModel }) {
  const client = useClient()
  const { task, run } = useTask()
  const datasets = useRest<string[]>('/v1/datasets').data ?? []
  const [chosen, setChosen] = useState<string>()
  const [name, setName] = useState<string>()
  const [done, setDone] = useState<string>()
  const counts = useFeatureCounts(model, datasets)
  const best = datasets.toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0))[0]
  const dataset = chosen ?? datasetsIn(model.query, datasets)[0] ?? best
  if (dataset === undefined) return <p className="muted">There is no dataset to score.</p>
  const output = name ?? `${dataset}_scored`
  const isTaken = datasets.includes(output)
  const threshold = model.training?.evaluation?.folds[0]?.results.bestF1Score?.threshold
  const inputData = scoringSql(model, dataset, threshold)
  const config = { type: 'transform', params: { inputData, outputDataset: output } }
  const id = `score_${output}`
  const path = `/v1/procedures/${encodeURIComponent(id)}`
  const start = () =>
    run('Scoring', async (call) => {
      setDone(undefined)
      await client.runProcedure(id, config, call)
      setDone(output)
    })
  return (
    <section className="card fields" aria-labelledby="score-dataset" data-testid="score-dataset">
      <h2 id="score-dataset">Score a whole dataset</h2>
      <div className="settings">
        <label className="field">
          <span>Rows of</span>
          <select value={dataset} onChange={(event) => setChosen(event.target.value)}>
            {datasets.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>Into a new dataset</span>
          <input
            type="text"
            value={output}
            onChange={(event) => setName(event.target.value)}
            data-testid="scored-name"
          />
        </label>
      </div>
      {counts.get(dataset) === 0 && (
        <p className="note note-warn" role="status">
          {quoteName(dataset)} has none of the columns that the model learned from: every score would be NULL.
        </p>
      )}
      <p className="muted small-text">
        All columns, the scores, and <code>predicted</code>: what they come to.
        {isTaken && output !== done && ` “${output}” exists and will be replaced.`}
        {output === dataset && ' It must have another name than the rows it reads.'}
      </p>
      <CallBlock
        method="PUT"
        path={path}
        call={{ method: 'PUT', path, body: config }}
        views={[
          { id: 'rest', title: 'REST', language: 'json', text: JSON.stringify(config, null, 2) },
          { id: 'sql', title: 'SQL', language: 'sql', text: inputData },
        ]}
        onRun={() => void start()}
      />
      <div className="row">
        <button
          type="button"
          className="button primary"
          disabled={task?.state === 'running' || output.trim() === '' || output === dataset}
          onClick={() => void start()}
          data-testid="score-run"
        >
          Score {quoteName(dataset)}
        </button>
        {done !== undefined && (
          <a
            className="button"
            href={toHash({ panel: 'data', rest: ['datasets', done] })}
            data-testid="open-scored"
          >
            Open {done}
          </a>
        )}
      </div>
      <TaskLine task={task} />
    </section>
  )
}
