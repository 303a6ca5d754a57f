import type { Interval } from '../../../contract/values.ts'

/** `3 MONTH 14D 1S`: years, months, days, hours, minutes and seconds that are not zero, a leading `-` where all of it
 *  is negative; `0S` when nothing is left. `parseInterval` reads it back. */
export function formatInterval(interval: Interval): string {
  const { months, days, seconds } = interval
  if (months <= 0 && days <= 0 && seconds <= 0 && months + days + seconds < 0) {
    return `-${formatInterval({ kind: 'interval', months: -months, days: -days, seconds: -seconds })}`
  }
  const minutes = Math.trunc(seconds / 60)
  const parts: [number, string][] = [
    [Math.trunc(months / 12), ' YEAR'],
    [months % 12, ' MONTH'],
    [days, 'D'],
    [Math.trunc(minutes / 60), 'H'],
    [minutes % 60, 'M'],
    [roundMicro(seconds - minutes * 60), 'S'],
  ]
  const written = parts.filter(([amount]) => amount !== 0).map(([amount, unit]) => `${amount}${unit}`)
  return written.length === 0 ? '0S' : written.join(' ')
}

const roundMicro = (seconds: number): number => Math.round(seconds * 1e6) / 1e6
