import { useMemo } from 'react'
import { Dialog } from '../../../components/Dialog.tsx'
import { ErrorNote } from '../../../components/ErrorNote.tsx'
import { Thumbnail } from '../../../components/Thumbnail.tsx'
import { useSql } from '../../../hooks/useRest.ts'
import { formatNumber, plural } from '../../../lib/format-number.ts'
import { readScoredRows, rowsOfCell } from '../../../lib/mistakes.ts'
import { quoteName } from '../../../lib/quote-name.ts'
import { useImages } from '../useImages.ts'

interface CellImagesProps {
  actual: string
  predicted: string
  /** The results dataset of the fold. */
  dataset: string
  onClose: () => void
}

/** As many pictures as a person looks at. */
const MAX_SHOWN = 200

/** The images behind one cell of the matrix, the most confident first. */
export function CellImages({ actual, predicted, dataset, onClose }: CellImagesProps) {
  const { data, error } = useSql(`SELECT * FROM ${quoteName(dataset)}`)
  const images = useImages()
  const rows = useMemo(
    () => (data ? rowsOfCell(readScoredRows(data), actual, predicted) : []),
    [data, actual, predicted],
  )
  const isRight = actual === predicted
  return (
    <Dialog title={isRight ? `${actual}, recognised` : `${actual}, taken for ${predicted}`} onClose={onClose}>
      {error && <ErrorNote error={error} />}
      {data && (
        <p className="muted">
          {plural(rows.length, 'picture')}, the most confident first: the number is how far the predicted
          label’s score lies above the next.
        </p>
      )}
      <ul className="gallery plain" data-testid="cell-images">
        {rows.slice(0, MAX_SHOWN).map(({ rowName, margin, scores }) => {
          const url = images.get(rowName)?.url
          return (
            <li key={rowName}>
              {url !== undefined && <Thumbnail url={url} size="large" label={actual} />}
              <span className="small-text">
                {predicted} {formatNumber(Number((scores[0]?.score ?? 0).toPrecision(3)))}{' '}
                <span className="muted">+{formatNumber(Number(margin.toPrecision(3)))}</span>
              </span>
              <span className="muted small-text">row {rowName}</span>
            </li>
          )
        })}
      </ul>
    </Dialog>
  )
}
