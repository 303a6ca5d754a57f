import { useState } from 'react'
import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { Tabs } from '../../../components/Tabs.tsx'
import { useHash } from '../../../hooks/useHash.ts'
import { openList, openRun } from '../routes.ts'
import { PredictPage } from './PredictPage.tsx'
import { ScoreDataset } from './ScoreDataset.tsx'
import { type UsedModel, useModel } from './use-model.ts'

/** A model at work. */
export function ModelPage({ id }: { id: string }) {
  const { model, error } = useModel(id)
  if (error) return <ErrorNote error={error} />
  if (model === undefined) return <p className="muted">Reading…</p>
  if (model === null)
    return (
      <p>
        There is no model called “{id}”. <a href={openList()}>All models</a>
      </p>
    )
  return <Opened model={model} />
}

function Opened({ model }: { model: UsedModel }) {
  const { parameters } = useHash()
  const [tab, setTab] = useState<'one' | 'all'>('one')
  return (
    <>
      <header className="panel-header">
        <div>
          <p className="small-text">
            <a href={openList()}>Models</a>
          </p>
          <h1 className="break">{model.id}</h1>
          <p className="muted">
            {model.mode} · {model.summary}
          </p>
        </div>
        {model.training && (
          <a className="button" href={openRun(model.training.procedure)} data-testid="to-evaluation">
            How good it is
          </a>
        )}
      </header>
      <Tabs
        label="Use it for"
        selected={tab}
        tabs={[
          { id: 'one', title: 'One row, and why' },
          { id: 'all', title: 'A whole dataset' },
        ]}
        onSelect={setTab}
      />
      {tab === 'one' ? (
        <PredictPage key={parameters.row ?? ''} model={model} row={parameters.row} />
      ) : (
        <ScoreDataset model={model} />
      )}
    </>
  )
}
