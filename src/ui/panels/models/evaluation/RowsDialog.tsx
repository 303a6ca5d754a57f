import type { CompactColumn, CompactResult } from '../../../../contract/rest.ts'
import { Dialog } from '../../../components/Dialog.tsx'
import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { ResultGrid } from '../../../components/ResultGrid.tsx'
import { Thumbnail } from '../../../components/Thumbnail.tsx'
import { useSql } from '../../../hooks/useRest.ts'
import { formatNumber, plural } from '../../../lib/format-number.ts'
import { joinRows } from '../../../lib/join-rows.ts'
import { quoteText } from '../../../lib/quote-name.ts'
import { labelOfScore } from '../../../lib/score-name.ts'
import { openModel } from '../routes.ts'
import { usePictures } from '../usePictures.ts'

interface RowsDialogProps {
  title: string
  /** Rows of a dataset of results, the most telling first. */
  resultsSql: string
  /** The query that gave the features. */
  query: string
  /** The model that can say why. */
  functionName: string | undefined
  onClose: () => void
}

/** As many rows as a person looks at. */
export const MOST_ROWS = 200

/** The rows behind a number: their pictures where there are any, their columns, and the way to an explanation. */
export function RowsDialog({ title, resultsSql, query, functionName, onClose }: RowsDialogProps) {
  const { data, error } = useSql(resultsSql)
  const names = data?.rowNames ?? []
  const sources = useSql(
    names.length > 0 && query !== ''
      ? `SELECT * FROM (${query}) WHERE rowName() IN (${names.map(quoteText).join(', ')})`
      : undefined,
  ).data
  const pictures = usePictures(query, names)
  const hasPictures = pictures.size > 0
  const open = functionName === undefined ? undefined : (row: string) => openModel(functionName, row)
  return (
    <Dialog title={title} onClose={onClose}>
      {error && <ErrorNote error={error} />}
      {data && (
        <p className="muted">
          {names.length === MOST_ROWS
            ? `The first ${plural(names.length, 'row')}`
            : plural(names.length, 'row')}
          .{open && ' A row’s name opens it: what the model says of it, and why.'}
        </p>
      )}
      {hasPictures && (
        <ul className="gallery plain" data-testid="cell-pictures">
          {names.map((name, r) => {
            const url = pictures.get(name)
            return (
              url !== undefined && (
                <li key={name}>
                  <Thumbnail url={url} size="large" label={name} />
                  <RowLink name={name} href={open?.(name)} />
                  <span className="muted small-text">{scoreOf(data, r)}</span>
                </li>
              )
            )
          })}
        </ul>
      )}
      {data && !hasPictures && (
        <div data-testid="cell-rows">
          <ResultGrid
            result={withShortNames(joinRows(data, sources))}
            label={title}
            {...(open && {
              onOpen: (name) => {
                window.location.hash = open(name)
              },
            })}
          />
        </div>
      )}
    </Dialog>
  )
}

/** `score of Adelie` in place of the path that names it, no `features.` before every feature, and scores last: there may be
 *  a hundred. */
function withShortNames(result: CompactResult): CompactResult {
  const short = ({ path, name }: CompactColumn) =>
    path[0] === 'score' && path.length === 2
      ? `score of ${labelOfScore(path[1]!)}`
      : name.replace(/^features\./, '')
  const isScore = ({ path }: CompactColumn) => path[0] === 'score' && path.length === 2
  const ordered = [...result.columns.filter((each) => !isScore(each)), ...result.columns.filter(isScore)]
  return { ...result, columns: ordered.map((column) => ({ ...column, name: short(column) })) }
}

function RowLink({ name, href }: { name: string; href: string | undefined }) {
  return (
    <span className="small-text">{href === undefined ? `row ${name}` : <a href={href}>row {name}</a>}</span>
  )
}

/** The highest score of a row. */
function scoreOf(data: Parameters<typeof joinRows>[0] | undefined, r: number): string {
  const scores = (data?.columns ?? [])
    .filter(({ path }) => path[0] === 'score')
    .flatMap(({ values }) => (typeof values[r] === 'number' ? [values[r]] : []))
  return scores.length === 0 ? '' : `score ${formatNumber(Number(Math.max(...scores).toPrecision(3)))}`
}
