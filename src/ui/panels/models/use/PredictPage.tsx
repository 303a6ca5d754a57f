import { useEffect, useState } from 'react'
import { formatPath } from '../../../../lib/format-path.ts'
import { Thumbnail } from '../../../components/Thumbnail.tsx'
import { useDelayed } from '../../../hooks/useDelayed.ts'
import { useSql } from '../../../hooks/useRest.ts'
import { quoteText } from '../../../lib/quote-name.ts'
import { usePictures } from '../usePictures.ts'
import { AnswerView } from './AnswerView.tsx'
import { FeatureForm } from './FeatureForm.tsx'
import { PictureField } from './PictureField.tsx'
import { RowPicker } from './RowPicker.tsx'
import { type Subject, toField } from './subject.ts'
import { MOST_FIELDS, type UsedModel } from './use-model.ts'

interface PredictPageProps {
  model: UsedModel
  /** A row to begin with. */
  row: string | undefined
}

/** One row, typed or picked, what the model says of it at once, and why. */
export function PredictPage({ model, row }: PredictPageProps) {
  const { features, query } = model
  const hasFields = features.length <= MOST_FIELDS
  const [picked, setPicked] = useState(row)
  const [picture, setPicture] = useState<{ url: string; network: string }>()
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const rowSql =
    picked !== undefined && query !== '' && hasFields
      ? `SELECT features FROM (${query}) WHERE rowName() = ${quoteText(picked)}`
      : undefined
  const { data, isPlaceholderData } = useSql(rowSql)
  useEffect(() => {
    if (data && !isPlaceholderData) {
      setValues(
        Object.fromEntries(
          data.columns.flatMap(({ path, values: cells }) =>
            path[0] === 'features' ? [[formatPath(path.slice(1)), toField(cells[0] ?? null)] as const] : [],
          ),
        ),
      )
    }
  }, [data, isPlaceholderData])
  const typed = useDelayed(values, 150)
  const subject = subjectOf()
  const pictures = usePictures(query, picked === undefined ? [] : [picked])
  const shown = picture?.url ?? (picked === undefined ? undefined : pictures.get(picked))

  function subjectOf(): Subject | undefined {
    if (picture) return { kind: 'picture', ...picture }
    if (!hasFields) return picked === undefined ? undefined : { kind: 'row', name: picked, query }
    const isFilled = Object.values(typed).some((text) => text.trim() !== '')
    return isFilled ? { kind: 'typed', values: typed } : undefined
  }
  return (
    <div className="use">
      <div className="fields">
        {!hasFields && (
          <PictureField
            onPicture={(next) => {
              setPicture(next)
              setPicked(undefined)
            }}
          />
        )}
        {query !== '' && (
          <RowPicker
            query={query}
            picked={picked}
            onPick={(name) => {
              setPicture(undefined)
              setPicked(name)
            }}
          />
        )}
        {hasFields && (
          <FeatureForm
            model={model}
            values={values}
            onChange={(name, text) => {
              setPicked(undefined)
              setValues({ ...values, [name]: text })
            }}
          />
        )}
      </div>
      <div className="fields">
        {shown !== undefined && (
          <figure className="subject-picture">
            <Thumbnail key={shown} url={shown} size="large" />
          </figure>
        )}
        <AnswerView model={model} subject={subject} />
      </div>
    </div>
  )
}
