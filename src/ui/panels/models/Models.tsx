// panels/models/ is the face of the learners: train/ the form, evaluation/ what a run came to, use/ a model at work.
// Everything is read from the runs and functions that the engine keeps; nothing is known here that REST does not say.
import { useHash } from '../../hooks/useHash.ts'
import { ComparisonPage } from './evaluation/ComparisonPage.tsx'
import { EvaluationPage } from './evaluation/EvaluationPage.tsx'
import { OpenModelFile } from './OpenModelFile.tsx'
import { OtherModels } from './OtherModels.tsx'
import { openList, openTraining } from './routes.ts'
import { TrainingList } from './TrainingList.tsx'
import { TrainForm } from './train/TrainForm.tsx'
import { ModelPage } from './use/ModelPage.tsx'

/** The list of models, or what the address opens of one. */
export default function Models() {
  const { rest, parameters } = useHash()
  const [page, first, second] = rest
  if (page === 'train') {
    return (
      <>
        <PanelHeader title="Train a model" />
        <TrainForm key={parameters.dataset ?? ''} />
      </>
    )
  }
  if (page === 'run' && first !== undefined) return <EvaluationPage key={first} procedure={first} />
  if (page === 'compare' && first !== undefined && second !== undefined)
    return <ComparisonPage key={`${first} ${second}`} one={first} other={second} />
  if (page === 'use' && first !== undefined) return <ModelPage key={first} id={first} />
  return (
    <>
      <header className="panel-header">
        <div>
          <h1>Models</h1>
          <p className="muted">
            Train on any table, see how good it is on rows it has not seen, ask it why, and use it as a
            function.
          </p>
        </div>
        <div className="row">
          <a className="button primary" href={openTraining()} data-testid="open-training">
            Train a model
          </a>
          <OpenModelFile />
        </div>
      </header>
      <TrainingList />
      <OtherModels />
    </>
  )
}

function PanelHeader({ title }: { title: string }) {
  return (
    <header className="panel-header">
      <div>
        <p className="small-text">
          <a href={openList()}>Models</a>
        </p>
        <h1>{title}</h1>
      </div>
    </header>
  )
}
