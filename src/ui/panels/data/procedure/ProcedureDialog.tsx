import { useState } from 'react'
import type { EntityConfig, ParameterInfo, RunStatus, TypeInfo } from '../../../../contract/rest.ts'
import { CallBlock } from '../../../components/CallBlock.tsx'
import { Dialog } from '../../../components/Dialog.tsx'
import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { TaskLine } from '../../../components/TaskLine.tsx'
import { WithCode } from '../../../components/WithCode.tsx'
import { useClient } from '../../../hooks/useClient.tsx'
import { useRest } from '../../../hooks/useRest.ts'
import { useTask } from '../../../hooks/useTask.ts'
import { toHash } from '../../../router.ts'
import { ParameterField } from './ParameterField.tsx'
import { type FieldValues, initialValue, missingFields, outputOf, toConfig } from './parameter-fields.ts'

interface TypeSummary {
  type: string
  description: string
}

/** Runs any procedure: its fields are what the engine says of its parameters. */
export function ProcedureDialog({ onClose }: { onClose: () => void }) {
  const { data: types, error } = useRest<TypeSummary[]>('/v1/types/procedures', { details: 'true' })
  const [type, setType] = useState('transform')
  const chosen = types?.find((each) => each.type === type)
  return (
    <Dialog title="Run a procedure" onClose={onClose}>
      <label className="field">
        <span>What to run</span>
        <select value={type} onChange={(event) => setType(event.target.value)} data-testid="procedure-type">
          {types?.map((each) => (
            <option key={each.type}>{each.type}</option>
          ))}
        </select>
      </label>
      {error && <ErrorNote error={error} />}
      {chosen && (
        <p className="muted">
          <WithCode text={chosen.description} />
        </p>
      )}
      <ProcedureForm key={type} type={type} onClose={onClose} />
    </Dialog>
  )
}

function ProcedureForm({ type, onClose }: { type: string; onClose: () => void }) {
  const { data, error } = useRest<TypeInfo>(`/v1/types/procedures/${encodeURIComponent(type)}/info`)
  // While another type's answer is on its way, the last one is still there.
  const info = data?.configType.typeName === type ? data.configType : undefined
  if (error) return <ErrorNote error={error} />
  // Whoever runs a procedure here wants it to run.
  return info ? (
    <Parameters
      type={type}
      parameters={info.fields.filter(({ name }) => name !== 'runOnCreation')}
      onClose={onClose}
    />
  ) : (
    <p className="muted">Reading…</p>
  )
}

interface ParametersProps {
  type: string
  parameters: readonly ParameterInfo[]
  onClose: () => void
}

function Parameters({ type, parameters, onClose }: ParametersProps) {
  const client = useClient()
  const { data: taken = [] } = useRest<string[]>('/v1/procedures')
  const [id, setId] = useState(type.replaceAll('.', '-'))
  const [values, setValues] = useState<FieldValues>({})
  const [result, setResult] = useState<{ run: RunStatus; output: string | undefined }>()
  const { task, run } = useTask()
  const isRunning = task?.state === 'running'
  const missing = missingFields(parameters, values)
  const built = tryConfig(type, parameters, values)
  const config = 'config' in built ? built.config : undefined
  const path = `/v1/procedures/${encodeURIComponent(id)}`
  const start = () => {
    if (!config || isRunning || missing.length > 0 || id === '') return
    setResult(undefined)
    void run(`Running ${type}`, async (call) => {
      setResult({ run: await client.runProcedure(id, config, call), output: outputOf(config) })
    })
  }
  const field = (parameter: ParameterInfo) => (
    <ParameterField
      key={parameter.name}
      parameter={parameter}
      value={values[parameter.name] ?? initialValue(parameter)}
      onChange={(value) => setValues((before) => ({ ...before, [parameter.name]: value }))}
      onRun={start}
    />
  )
  const optional = parameters.filter(({ required }) => !required)
  return (
    <>
      {parameters.filter(({ required }) => required).map(field)}
      {optional.length > 0 && (
        <details>
          <summary>{optional.length} more settings, each with its default</summary>
          <div className="settings">{optional.map(field)}</div>
        </details>
      )}
      <label className="field">
        <span>Name of the procedure, under which its runs are kept</span>
        <input
          type="text"
          value={id}
          onChange={(event) => setId(event.target.value)}
          data-testid="procedure-name"
        />
      </label>
      {taken.includes(id) && !isRunning && !result && (
        <p className="note note-warn">There is a procedure of this name: this one takes its place.</p>
      )}
      {'problem' in built && <p className="note note-warn">{built.problem}</p>}
      {config && (
        <details>
          <summary>The REST call</summary>
          <CallBlock
            method="PUT"
            path={path}
            call={{ method: 'PUT', path, body: config }}
            views={[{ id: 'json', title: 'JSON', language: 'json', text: JSON.stringify(config, null, 2) }]}
            onRun={start}
          />
        </details>
      )}
      <TaskLine task={task} />
      {result && <Result {...result} onOpen={onClose} />}
      {!isRunning && (
        <div className="row">
          <button
            type="button"
            className="button primary"
            disabled={!config || missing.length > 0 || id === ''}
            onClick={start}
            data-testid="procedure-run"
          >
            Run
          </button>
          {missing.length > 0 && <span className="muted">Still needed: {missing.join(', ')}</span>}
        </div>
      )}
    </>
  )
}

function tryConfig(
  type: string,
  parameters: readonly ParameterInfo[],
  values: FieldValues,
): { config: EntityConfig } | { problem: string } {
  try {
    return { config: toConfig(type, parameters, values) }
  } catch (error) {
    return { problem: (error as Error).message }
  }
}

/** What came of a run, and the way to the dataset that it wrote. */
function Result({ run, output, onOpen }: { run: RunStatus; output: string | undefined; onOpen: () => void }) {
  return (
    <div role="status" data-testid="procedure-result">
      <p>
        <span className="chip" data-state={run.state}>
          {run.state}
        </span>{' '}
        {output !== undefined && (
          <a href={toHash({ panel: 'data', rest: ['datasets', output] })} onClick={onOpen}>
            Open {output}
          </a>
        )}
      </p>
      <pre className="mono small-text break">{JSON.stringify(run.status, null, 2)?.slice(0, MAX_RESULT)}</pre>
    </div>
  )
}

/** Longer results are for scripts; they are under the procedure's runs. */
const MAX_RESULT = 10_000
