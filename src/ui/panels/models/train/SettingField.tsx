import { useId, useState } from 'react'
import type { AlgorithmInfo, LearnerConfig, Learners } from '../../../../contract/learning.ts'
import { settingAt } from './training-plan.ts'

interface SettingFieldProps {
  setting: AlgorithmInfo['settings'][number]
  configuration: LearnerConfig
  types: Learners['types']
  onChange: (value: unknown) => void
}

/** One parameter of a learner, by what its schema says of it. */
export function SettingField({ setting, configuration, types, onChange }: SettingFieldProps) {
  const helpId = useId()
  const { type, key, value } = settingAt(configuration, setting.path)
  const [text, setText] = useState(String(value))
  const parameter = types[type]?.parameters[key]
  if (!parameter) return null
  const { kind, words, min, max, summary } = parameter
  if (kind === 'boolean') {
    return (
      <label className="check-field" title={summary}>
        <input
          type="checkbox"
          checked={value === true}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span>{setting.title}</span>
      </label>
    )
  }
  if (kind === 'text' && words) {
    return (
      <label className="field">
        <span>{setting.title}</span>
        <select
          value={String(value)}
          aria-describedby={helpId}
          onChange={(event) => onChange(event.target.value)}
        >
          {words.map((word) => (
            <option key={word}>{word}</option>
          ))}
        </select>
        <small id={helpId} className="muted">
          {summary}
        </small>
      </label>
    )
  }
  const isNumber = kind !== 'text' && !words
  return (
    <label className="field">
      <span>{setting.title}</span>
      <input
        type={isNumber ? 'number' : 'text'}
        {...(isNumber && { min, max, step: kind === 'integer' ? 1 : 'any' })}
        value={text}
        aria-describedby={helpId}
        data-testid={`setting-${key}`}
        onChange={(event) => {
          setText(event.target.value)
          onChange(toValue(event.target.value, kind !== 'text'))
        }}
      />
      <small id={helpId} className="muted">
        {summary}
      </small>
    </label>
  )
}

/** What was typed: a number where it reads as one. The engine says what is wrong with anything else. */
function toValue(text: string, isNumber: boolean): string | number {
  return isNumber && text.trim() !== '' && !Number.isNaN(Number(text)) ? Number(text) : text
}
