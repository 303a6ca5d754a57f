import { type FunctionBody, I32, type Local, V128 } from '../../../../lib/wasm/assembler.ts'
import type { KernelFunction } from '../../../../lib/wasm/build-module.ts'
import { emitMatrix } from './emit-matrix.ts'
import { createWinograd } from './winograd.ts'

/** One two-dimensional algorithm: F(resultsY, tapsY) down and F(resultsX, tapsX) across. */
export interface Tiling {
  resultsY: number
  tapsY: number
  resultsX: number
  tapsX: number
}

export const heightOf = ({ resultsY, tapsY }: Tiling): number => resultsY + tapsY - 1
export const widthOf = ({ resultsX, tapsX }: Tiling): number => resultsX + tapsX - 1

export const nameOf = (tiling: Tiling): string =>
  `${tiling.resultsY}x${tiling.resultsX}_${tiling.tapsY}x${tiling.tapsX}`

const FOUR = 16

/** From the image to products' factors: for each tile of `table` (the addresses of its `height x width` positions,
 *  those outside the image leading to zeros), four channels at once, the transform goes to `output`, where the
 *  factor of each point lies `pointStep` bytes after that of the last, and the tile's rows are `channels` bytes. */
export const emitWinogradInput = (tiling: Tiling): KernelFunction => ({
  name: `input${nameOf(tiling)}`,
  parameters: 5,
  emit: (f) => {
    const [table, tableEnd, channels, output, pointStep] = parametersOf(f, 5) as [
      Local,
      Local,
      Local,
      Local,
      Local,
    ]
    const channel = f.local(I32)
    const address = f.local(I32)
    const values = grid(f, heightOf(tiling), widthOf(tiling))
    forEachChannel(
      f,
      { table, tableEnd, channels, channel, tableStep: heightOf(tiling) * widthOf(tiling) * 4 },
      () => {
        values.flat().forEach((value, i) => {
          f.set(address, () =>
            f.add(
              () => f.loadInteger(table, i * 4),
              () => f.get(channel),
            ),
          )
          f.set(value, () => f.load(address))
        })
        const transformed = transformBoth(
          f,
          createWinograd(tiling.resultsY, tiling.tapsY).input,
          createWinograd(tiling.resultsX, tiling.tapsX).input,
          values,
        )
        f.set(address, () => f.get(output))
        for (const value of transformed.flat()) {
          f.store(address, 0, () => f.get(value))
          f.advance(address, pointStep)
        }
        f.advance(output, FOUR)
      },
    )
  },
})

/** From sums of products to results: the reverse way, then bias and activation, to the addresses in `table` (those
 *  of positions outside lead to a place that nobody reads). */
export const emitWinogradOutput = (tiling: Tiling): KernelFunction => ({
  name: `output${nameOf(tiling)}`,
  parameters: 7,
  emit: (f) => {
    const [table, tableEnd, channels, input, pointStep, bias, bounds] = parametersOf(f, 7) as [
      Local,
      Local,
      Local,
      Local,
      Local,
      Local,
      Local,
    ]
    const channel = f.local(I32)
    const address = f.local(I32)
    const sums = grid(f, heightOf(tiling), widthOf(tiling))
    const [lower, upper, first] = f.list(3, V128) as [Local, Local, Local]
    f.set(lower, () => f.load(bounds))
    f.set(upper, () => f.load(bounds, 16))
    forEachChannel(
      f,
      { table, tableEnd, channels, channel, tableStep: tiling.resultsY * tiling.resultsX * 4 },
      () => {
        f.set(address, () => f.get(input))
        for (const sum of sums.flat()) {
          f.set(sum, () => f.load(address))
          f.advance(address, pointStep)
        }
        const results = transformBoth(
          f,
          createWinograd(tiling.resultsY, tiling.tapsY).output,
          createWinograd(tiling.resultsX, tiling.tapsX).output,
          sums,
        )
        f.set(address, () =>
          f.add(
            () => f.get(bias),
            () => f.get(channel),
          ),
        )
        f.set(first, () => f.load(address))
        results.flat().forEach((result, i) => {
          f.set(address, () =>
            f.add(
              () => f.loadInteger(table, i * 4),
              () => f.get(channel),
            ),
          )
          f.store(address, 0, () =>
            f.smallerLanes(
              () =>
                f.largerLanes(
                  () =>
                    f.addLanes(
                      () => f.get(result),
                      () => f.get(first),
                    ),
                  () => f.get(lower),
                ),
              () => f.get(upper),
            ),
          )
        })
        f.advance(input, FOUR)
      },
    )
  },
})

const parametersOf = (f: FunctionBody, count: number): Local[] =>
  Array.from({ length: count }, (_, i) => f.parameter(i))

const grid = (f: FunctionBody, height: number, width: number): Local[][] =>
  Array.from({ length: height }, () => f.list(width, V128))

function forEachChannel(
  f: FunctionBody,
  {
    table,
    tableEnd,
    channels,
    channel,
    tableStep,
  }: Record<'table' | 'tableEnd' | 'channels' | 'channel', Local> & { tableStep: number },
  body: () => void,
): void {
  f.repeatWhile(
    () => {
      f.set(channel, () => f.integer(0))
      f.repeatWhile(
        () => {
          body()
          f.advance(channel, FOUR)
        },
        () =>
          f.isLess(
            () => f.get(channel),
            () => f.get(channels),
          ),
      )
      f.advance(table, tableStep)
    },
    () =>
      f.isLess(
        () => f.get(table),
        () => f.get(tableEnd),
      ),
  )
}

/** `down * values * transposed(across)`. */
function transformBoth(f: FunctionBody, down: number[][], across: number[][], values: Local[][]): Local[][] {
  const columns = values[0]!.map((_, x) => {
    const results = f.list(down.length, V128)
    emitMatrix(
      f,
      down,
      values.map((row) => row[x]!),
      results,
    )
    return results
  })
  return down.map((_, y) => {
    const results = f.list(across.length, V128)
    emitMatrix(
      f,
      across,
      columns.map((column) => column[y]!),
      results,
    )
    return results
  })
}
