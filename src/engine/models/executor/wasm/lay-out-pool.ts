import { type PoolStep, positionsOf } from '../plan/plan.ts'
import { addressUnder, columnOf, type Place, rowOf, type Work } from './place.ts'

/** Pooling as TensorFlow has it: positions outside the image do not count, not even in an average. */
export function layOutPool({ mode, input, output, window }: PoolStep, place: Place): Work {
  const positions = positionsOf(output)
  const taps = window.height * window.width
  const start = place.addressOf(input)
  const table = new Uint32Array(positions * taps)
  const factors = new Float32Array(positions)
  for (let position = 0; position < positions; position++) {
    const under = Array.from({ length: taps }, (_, tap) =>
      addressUnder(input, start, window, [
        rowOf(output, position),
        columnOf(output, position),
        Math.floor(tap / window.width),
        tap % window.width,
      ]),
    )
    const inside = under.filter((address) => address !== undefined)
    factors[position] = mode === 'mean' ? 1 / inside.length : 1
    const missing = mode === 'mean' ? place.zeros : inside[0]!
    table.set(
      under.map((address) => address ?? missing),
      position * taps,
    )
  }
  const tableAddress = place.layout.table(table)
  const tableEnd = tableAddress + table.length * 4
  const factorsAddress = place.layout.numbers(positions, (numbers) => numbers.set(factors))
  const isNarrow = input.channels < 4
  const channels = input.channels * 4
  const target = place.addressOf(output)
  const name = isNarrow ? `${mode}Narrow` : mode
  const last = channels - (isNarrow ? 4 : 16)
  return (call) =>
    call[name]!(tableAddress, tableEnd, taps * 4, channels, factorsAddress, target, output.pitch * 4, last)
}
