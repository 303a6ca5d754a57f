import type { CompactResult } from '../../../../contract/rest.ts'
import type { Embedding, Value } from '../../../../contract/values.ts'
import { RowErrors } from '../../../components/RowErrors.tsx'
import { Thumbnail } from '../../../components/Thumbnail.tsx'
import { VectorStrip } from '../../../components/VectorStrip.tsx'
import type { StepKey } from '../steps.ts'
import { readResult } from '../stored-result.ts'
import { useImages } from '../useImages.ts'
import { useStepRun } from '../useStepRun.ts'
import { useWalkthrough } from '../useWalkthrough.tsx'

/** Vectors as small pictures, each beside the picture it is of. */
export function VectorsResult({ stepKey }: { stepKey: StepKey }) {
  const { project, text } = useWalkthrough()
  const run = useStepRun<CompactResult>(stepKey)
  const images = useImages()
  const result = run.result ?? readResult(`${project.kind}.${stepKey}`, text(stepKey))
  if (!result) return null
  const address = (rowName: string) =>
    stepKey === 'embed-one' ? addressIn(text(stepKey)) : images.get(rowName)?.url
  return (
    <>
      <ul className="vectors plain">
        {result.rowNames.map((rowName, r) => {
          const url = address(rowName)
          const label = images.get(rowName)?.label
          return (
            <li key={rowName}>
              {url !== undefined && (
                <figure className="captioned">
                  <Thumbnail url={url} size="medium" {...(label ? { label } : {})} />
                  <figcaption>
                    {label ?? 'picture'}{' '}
                    {stepKey === 'embed-three' && <span className="muted">row {rowName}</span>}
                  </figcaption>
                </figure>
              )}
              {result.columns.map(({ name, values }) => {
                const value = values[r] ?? null
                return isEmbedding(value) ? (
                  <VectorStrip key={name} data={value.data} shape={value.shape} />
                ) : null
              })}
            </li>
          )
        })}
      </ul>
      <RowErrors errors={result.rowErrors} />
    </>
  )
}

const isEmbedding = (value: Value): value is Embedding =>
  value !== null && typeof value === 'object' && 'kind' in value && value.kind === 'embedding'

// Only to show the picture beside its vector: the statement may be the user's own, and then there is none.
const addressIn = (sql: string) => /url:\s*'((?:[^']|'')+)'/.exec(sql)?.[1]?.replaceAll("''", "'")
