import { type FormEvent, useState } from 'react'
import { Bars } from '../../components/Bars.tsx'
import type { LocalFile } from '../../lib/dropped-files.ts'
import { formatCount, plural } from '../../lib/format-number.ts'
import { countLabels, type LabelledFile } from '../../lib/sort-files.ts'

interface LabelCountsProps {
  images: readonly LabelledFile<LocalFile>[]
  unlabelled: readonly LocalFile[]
  onLabel: (label: string) => void
}

/** How many pictures each label has, and a question for those without one. */
export function LabelCounts({ images, unlabelled, onLabel }: LabelCountsProps) {
  const [label, setLabel] = useState('')
  const counts = countLabels(images)
  const largest = counts[0]?.[1] ?? 1
  function submit(event: FormEvent) {
    event.preventDefault()
    if (label.trim() === '') return
    onLabel(label.trim())
    setLabel('')
  }
  return (
    <>
      {counts.length > 0 && (
        <Bars
          caption="Pictures of each label"
          unit="pictures"
          bars={counts.map(([name, count]) => ({
            label: name,
            value: formatCount(count),
            length: count / largest,
          }))}
        />
      )}
      {unlabelled.length > 0 && (
        <form className="row" onSubmit={submit}>
          <label className="field grow">
            <span>What do {plural(unlabelled.length, 'picture')} without a folder show?</span>
            <input
              type="text"
              value={label}
              onChange={(event) => setLabel(event.target.value)}
              placeholder="a label, such as cat"
              data-testid="own-label"
            />
          </label>
          <button type="submit" className="button" disabled={label.trim() === ''}>
            Label them
          </button>
        </form>
      )}
    </>
  )
}
