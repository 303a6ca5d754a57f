import { useId } from 'react'
import type { ParameterInfo } from '../../../../contract/rest.ts'
import { CodeField } from '../../../components/CodeField.tsx'
import { WithCode } from '../../../components/WithCode.tsx'
import { fieldKind } from './parameter-fields.ts'

interface ParameterFieldProps {
  parameter: ParameterInfo
  value: string | boolean
  onChange: (value: string | boolean) => void
  onRun: () => void
}

/** One parameter of a procedure, by what its schema says of it. */
export function ParameterField({ parameter, value, onChange, onRun }: ParameterFieldProps) {
  const id = useId()
  const { name, comment, required, values = [] } = parameter
  const kind = fieldKind(parameter)
  const testId = `parameter-${name}`
  if (kind === 'check') {
    return (
      <label className="check-field">
        <input
          type="checkbox"
          checked={value === true}
          onChange={(event) => onChange(event.target.checked)}
          data-testid={testId}
        />
        <span>
          {name}{' '}
          <small className="muted">
            <WithCode text={comment} />
          </small>
        </span>
      </label>
    )
  }
  const text = String(value)
  const shared = { id, 'aria-describedby': `${id}-help`, 'data-testid': testId, required }
  return (
    <div className="field">
      <label htmlFor={id}>
        <code>{name}</code>
        {required && <span className="muted"> (required)</span>}
      </label>
      {kind === 'choice' ? (
        <select {...shared} value={text} onChange={(event) => onChange(event.target.value)}>
          {text === '' && <option value="">Choose…</option>}
          {values.map((word) => (
            <option key={word}>{word}</option>
          ))}
        </select>
      ) : kind === 'sql' || kind === 'json' ? (
        <div data-testid={testId}>
          <CodeField id={id} label={name} language={kind} text={text} onChange={onChange} onRun={onRun} />
        </div>
      ) : (
        <input
          {...shared}
          type={kind === 'number' ? 'number' : 'text'}
          {...(kind === 'number' && { step: parameter.kind === 'INTEGER' ? 1 : 'any' })}
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      <small id={`${id}-help`} className="muted">
        <WithCode text={comment} />
      </small>
    </div>
  )
}
