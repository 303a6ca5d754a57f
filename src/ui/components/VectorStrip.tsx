import { useEffect, useMemo, useRef, useState } from 'react'
import type { NumberArray } from '../../contract/values.ts'
import { formatCount, formatNumber } from '../lib/format-number.ts'
import { stripColumns, stripShades, summariseVector } from '../lib/summarise-vector.ts'

/** Lines of the picture: 2,048 numbers become 128 columns of 16. */
const ROWS = 16

interface VectorStripProps {
  data: NumberArray
  shape: readonly number[]
  /** `cell`: only the picture, for a place in a table. */
  form?: 'full' | 'cell'
}

/** A vector as a small picture, one pixel a number, with its extremes in words and its numbers on demand. */
export function VectorStrip({ data, shape, form = 'full' }: VectorStripProps) {
  const summary = useMemo(() => summariseVector(data), [data])
  const words = `${formatCount(summary.length)} numbers, from ${formatNumber(summary.min)} to ${formatNumber(summary.max)}, mean ${formatNumber(summary.mean)}`
  if (form === 'cell') return <Strip data={data} rows={data.length > 512 ? 8 : 4} words={words} />
  return (
    <figure className="vector">
      <Strip data={data} rows={ROWS} words={words} />
      <figcaption>
        <span>
          <strong data-testid="vector-length">{formatCount(summary.length)}</strong> numbers
        </span>
        <span>min {formatNumber(summary.min)}</span>
        <span>max {formatNumber(summary.max)}</span>
        <span>mean {formatNumber(summary.mean)}</span>
        <span className="muted">shape [{shape.join(', ')}]</span>
      </figcaption>
      <Numbers data={data} />
    </figure>
  )
}

function Strip({ data, rows, words }: { data: NumberArray; rows: number; words: string }) {
  const ref = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const canvas = ref.current
    const context = canvas?.getContext('2d')
    if (!canvas || !context) return
    canvas.width = stripColumns(data.length, rows)
    canvas.height = rows
    context.putImageData(toImage(stripShades(data, rows), canvas.width, rows), 0, 0)
  }, [data, rows])
  return <canvas ref={ref} className="strip" role="img" aria-label={words} title={words} />
}

/** Opaque ink by shade: the page's colours show through, so that it fits light and dark. */
function toImage(shades: Float32Array, width: number, height: number): ImageData {
  const pixels = new Uint8ClampedArray(shades.length * 4)
  shades.forEach((shade, i) => {
    // From the accent's blue at the dark end to a warm yellow at the bright one.
    pixels.set([61 + 190 * shade, 78 + 130 * shade, 209 - 150 * shade, 30 + 225 * shade], i * 4)
  })
  return new ImageData(pixels, width, height)
}

function Numbers({ data }: { data: NumberArray }) {
  const [open, setOpen] = useState(false)
  const [copied, setCopied] = useState(false)
  const text = () => `[${Array.from(data).join(', ')}]`
  return (
    <details className="numbers" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Show the numbers</summary>
      {open && (
        <>
          <button
            type="button"
            className="button small"
            onClick={() => void navigator.clipboard.writeText(text()).then(() => setCopied(true))}
          >
            {copied ? 'Copied' : 'Copy all'}
          </button>
          <textarea readOnly rows={6} className="mono" aria-label="The numbers" value={text()} />
        </>
      )}
    </details>
  )
}
