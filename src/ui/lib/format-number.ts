// lib/ holds what the page computes: pure functions from what the engine answers to what a component draws. No React, no
// client, no document; each file one function or one small family, tested beside it.

const integers = new Intl.NumberFormat('en')
const percents = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 })

/** `12345` as `12,345`. */
export const formatCount = (n: number): string => integers.format(n)

/** A share of 1 as `83.6%`; `–` where there is none. */
export const formatPercent = (share: number): string =>
  Number.isFinite(share) ? percents.format(share) : '–'

/** A measured number in at most five significant digits: `0.40532`, `12.5`, `1.2e-7`. */
export function formatNumber(n: number): string {
  if (!Number.isFinite(n)) return Number.isNaN(n) ? 'NaN' : n > 0 ? '∞' : '-∞'
  if (Number.isInteger(n)) return Math.abs(n) < 1e15 ? String(n) : n.toExponential(4)
  const magnitude = Math.abs(n)
  if (magnitude < 1e-4 || magnitude >= 1e9) return n.toExponential(2)
  return String(Number(n.toPrecision(5)))
}

/** Bytes in the unit people read: `1.8 MB`, decimal as disks and browsers count. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  const digits = unit === 0 || value >= 99.5 ? 0 : 1
  return `${value.toFixed(digits)} ${units[unit]}`
}

/** A time span: `340 ms`, `4.2 s`, `41 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(ms: number): string {
  if (ms < 999.5) return `${Math.max(0, Math.round(ms))} ms`
  if (ms < 59_500) return `${(ms / 1000).toFixed(ms < 9950 ? 1 : 0)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return joinUnits(Math.floor(seconds / 60), 'min', seconds % 60, 's')
  const minutes = Math.round(seconds / 60)
  return joinUnits(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
}

function joinUnits(big: number, bigUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`
}

/** How long ago, roughly: `just now`, `5 min ago`, `3 h ago`, `2 days ago`. */
export function formatAgo(atMs: number, nowMs: number): string {
  const minutes = Math.floor((nowMs - atMs) / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min ago`
  const hours = Math.floor(minutes / 60)
  return hours < 24 ? `${hours} h ago` : `${plural(Math.floor(hours / 24), 'day')} ago`
}

/** `1 image`, `2 images`. */
export const plural = (n: number, one: string, many = `${one}s`): string =>
  `${formatCount(n)} ${n === 1 ? one : many}`
