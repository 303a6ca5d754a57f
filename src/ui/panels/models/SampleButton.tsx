import { TaskLine } from '../../components/TaskLine.tsx'
import { useClient } from '../../hooks/useClient.tsx'
import { useTask } from '../../hooks/useTask.ts'
import { openTraining } from './routes.ts'

const SAMPLE = 'penguins'

/** Imports the bundled table and opens the form on it. */
export function SampleButton() {
  const client = useClient()
  const { task, run } = useTask()
  const start = () =>
    run('Importing the sample', async (call) => {
      await client.runProcedure(
        `import_${SAMPLE}`,
        { type: 'import.text', params: { dataFileUrl: `samples/${SAMPLE}.csv`, outputDataset: SAMPLE } },
        call,
      )
      window.location.hash = openTraining(SAMPLE)
    })
  return (
    <>
      <button
        type="button"
        className="button primary"
        disabled={task?.state === 'running'}
        onClick={() => void start()}
        data-testid="take-sample"
      >
        Take the sample of 344 penguins
      </button>
      <TaskLine task={task} />
    </>
  )
}
