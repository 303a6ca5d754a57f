import { formatBytes, formatCount, formatDuration, plural } from './format-number.ts'
import type { RatedProgress } from './track-rate.ts'

const UNITS = { rows: ['row', 'rows'], images: ['image', 'images'], trees: ['tree', 'trees'] } as const

/** Progress in words, in parts that a bar sets side by side: `['62 of 147 images', '2.1 images/s', '40 s left']`. */
export function describeProgress(progress: RatedProgress): string[] {
  const { phase, done, total, perSecond, leftMs } = progress
  const parts: string[] = []
  if (phase === 'bytes') {
    parts.push(total === undefined ? formatBytes(done) : `${formatBytes(done)} of ${formatBytes(total)}`)
    if (perSecond !== undefined) parts.push(`${formatBytes(perSecond)}/s`)
  } else if (phase === 'percent') {
    parts.push(`${formatCount(done)} %`)
  } else {
    const [one, many] = UNITS[phase]
    parts.push(
      total === undefined ? plural(done, one, many) : `${formatCount(done)} of ${plural(total, one, many)}`,
    )
    if (perSecond !== undefined) parts.push(`${rate(perSecond)} ${many}/s`)
  }
  if (leftMs !== undefined && leftMs >= 500)
    parts.push(`${formatDuration(Math.ceil(leftMs / 1000) * 1000)} left`)
  return parts
}

const rate = (perSecond: number) =>
  perSecond >= 10 ? formatCount(Math.round(perSecond)) : perSecond.toFixed(1)
