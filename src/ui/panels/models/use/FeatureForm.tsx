import { useId } from 'react'
import type { UsedModel } from './use-model.ts'

interface FeatureFormProps {
  model: UsedModel
  values: Readonly<Record<string, string>>
  onChange: (name: string, text: string) => void
}

/** More levels than this are suggested, not listed. */
const MOST_LISTED = 30

/** A field for each feature: a choice where it is a text of few values, else what is typed. Empty is missing. */
export function FeatureForm({ model: { features }, values, onChange }: FeatureFormProps) {
  return (
    <section className="card fields" aria-labelledby="feature-form">
      <h2 id="feature-form">Or type one</h2>
      <div className="settings" data-testid="feature-form">
        {features.map((feature) => (
          <FeatureField
            key={feature.name}
            feature={feature}
            text={values[feature.name] ?? ''}
            onChange={(text) => onChange(feature.name, text)}
          />
        ))}
      </div>
    </section>
  )
}

function FeatureField({
  feature: { name, levels },
  text,
  onChange,
}: {
  feature: UsedModel['features'][number]
  text: string
  onChange: (text: string) => void
}) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id} className="break">
        {name}
      </label>
      {levels && levels.length <= MOST_LISTED ? (
        <select id={id} value={text} onChange={(event) => onChange(event.target.value)}>
          <option value="">missing</option>
          {levels.map((level) => (
            <option key={level}>{level}</option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          type="text"
          inputMode={levels ? 'text' : 'decimal'}
          placeholder="missing"
          value={text}
          aria-invalid={!levels && Number.isNaN(Number(text)) ? true : undefined}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </div>
  )
}
