import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatBytes, formatPercent } from '../../lib/format-number.ts'

/** From this share on, storage may run out during the next import. */
const WARN_FROM = 0.8

/** How much of the browser's storage is used, and whether the browser may take it back. */
export function StorageMeter() {
  const { data, refetch } = useQuery({ queryKey: ['rest', 'storage'], queryFn: readStorage })
  const [isRefused, setRefused] = useState(false)
  if (!data) return null
  const share = data.quota === 0 ? 0 : data.usage / data.quota
  async function persist() {
    const granted = await navigator.storage.persist()
    setRefused(!granted)
    void refetch()
  }
  return (
    <div className="storage" data-warn={share > WARN_FROM || undefined}>
      <p>
        <strong>{formatBytes(data.usage)}</strong> of {formatBytes(data.quota)} used ({formatPercent(share)})
      </p>
      <meter aria-label="Storage used" min={0} max={1} high={WARN_FROM} value={share} />
      {data.persisted ? (
        <p className="muted small-text">The browser keeps it until you delete it.</p>
      ) : (
        <p className="muted small-text">
          The browser may clear it when the disk is full.{' '}
          <button type="button" className="button quiet small" onClick={() => void persist()}>
            Ask it to keep it
          </button>
          {isRefused && ' It declined for now; installing the app or using it more often helps.'}
        </p>
      )}
    </div>
  )
}

async function readStorage() {
  const [{ usage = 0, quota = 0 }, persisted] = await Promise.all([
    navigator.storage.estimate(),
    navigator.storage.persisted(),
  ])
  return { usage, quota, persisted }
}
