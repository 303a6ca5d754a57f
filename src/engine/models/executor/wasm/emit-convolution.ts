import { type Emit, type FunctionBody, I32, type Local, V128 } from '../../../../lib/wasm/assembler.ts'
import type { KernelFunction } from '../../../../lib/wasm/build-module.ts'

/** Output channels of one panel of weights: two vectors of four. */
export const PANEL = 8

/** The parameters of a convolution kernel, in order, all addresses and sizes in bytes unless said otherwise. */
export const CONVOLUTION_PARAMETERS = [
  /** Addresses of input rows: for each tile of positions, for each tap, one for each position of the tile. */
  'table',
  /** Bytes of the table of one tile. */
  'tableStep',
  /** Where the table ends. */
  'tableEnd',
  /** Numbers of one row that are summed up; a multiple of 4 bytes. */
  'depth',
  /** One panel: `taps x depth x PANEL` numbers. */
  'weights',
  /** PANEL numbers that the sums begin with. */
  'bias',
  /** Two numbers, four times each: what results are kept between (the activation). */
  'bounds',
  /** The result of the first position and channel. */
  'output',
  /** From one position's results to the next one's. */
  'outputStep',
  /** The last tile's output: it may overlap the one before, so that it is whole. */
  'outputLast',
] as const

/** Convolution of one panel of output channels, all positions, as a matrix product without a copy of the input
 *  (Dukhan 2019, "The Indirect Convolution Algorithm"): `tile` positions by PANEL channels are summed up in registers
 *  while the table tells where each position's row for each tap of the window lies. */
export const emitConvolution = (name: string, tile: number): KernelFunction => ({
  name,
  parameters: CONVOLUTION_PARAMETERS.length,
  emit: (f) => {
    const parameter = (wanted: (typeof CONVOLUTION_PARAMETERS)[number]): Local =>
      f.parameter(CONVOLUTION_PARAMETERS.indexOf(wanted))
    const [table, tableStep, tableEnd, depth] = (['table', 'tableStep', 'tableEnd', 'depth'] as const).map(
      parameter,
    ) as [Local, Local, Local, Local]
    const output = parameter('output')
    const last = parameter('outputLast')
    const tapEnd = f.local(I32)
    const weight = f.local(I32)
    const sums = { low: f.list(tile, V128), high: f.list(tile, V128) }
    f.repeatWhile(
      () => {
        f.set(weight, () => f.get(parameter('weights')))
        f.set(tapEnd, () =>
          f.add(
            () => f.get(table),
            () => f.get(tableStep),
          ),
        )
        for (let i = 0; i < tile; i++) {
          f.set(sums.low[i]!, () => f.load(parameter('bias')))
          f.set(sums.high[i]!, () => f.load(parameter('bias'), 16))
        }
        f.repeatWhile(
          () => emitTap(f, tile, { table, depth, weight }, sums),
          () =>
            f.isLess(
              () => f.get(table),
              () => f.get(tapEnd),
            ),
        )
        emitStores(f, tile, parameter, sums)
        f.set(output, () =>
          f.add(
            () => f.get(output),
            () =>
              f.multiply(
                () => f.get(parameter('outputStep')),
                () => f.integer(tile),
              ),
          ),
        )
        f.when(
          () =>
            f.isLess(
              () => f.get(last),
              () => f.get(output),
            ),
          () => f.set(output, () => f.get(last)),
        )
      },
      () =>
        f.isLess(
          () => f.get(table),
          () => f.get(tableEnd),
        ),
    )
  },
})

interface Sums {
  low: Local[]
  high: Local[]
}

/** Adds one tap of the window to the sums: four numbers of each row a turn, then what is left one by one. */
function emitTap(
  f: FunctionBody,
  tile: number,
  { table, depth, weight }: { table: Local; depth: Local; weight: Local },
  sums: Sums,
): void {
  const rows = f.list(tile, I32)
  const end = f.local(I32)
  const endOfFours = f.local(I32)
  const [first] = rows as [Local]
  rows.forEach((row, i) => {
    f.set(row, () => f.loadInteger(table, i * 4))
  })
  f.advance(table, tile * 4)
  f.set(end, () =>
    f.add(
      () => f.get(first),
      () => f.get(depth),
    ),
  )
  f.set(endOfFours, () =>
    f.add(
      () => f.get(end),
      () => f.integer(-12),
    ),
  )
  const low = f.local(V128)
  const high = f.local(V128)
  const value = f.local(V128)
  const steps =
    (count: number): Emit =>
    () => {
      for (let k = 0; k < count; k++) {
        f.set(low, () => f.load(weight, k * PANEL * 4))
        f.set(high, () => f.load(weight, k * PANEL * 4 + 16))
        rows.forEach((row, i) => {
          f.set(value, () => f.loadSplat(row, k * 4))
          for (const [factor, sum] of [
            [low, sums.low[i]!],
            [high, sums.high[i]!],
          ] as const)
            f.set(sum, () =>
              f.multiplyAdd(
                () => f.get(value),
                () => f.get(factor),
                () => f.get(sum),
              ),
            )
        })
      }
      f.advance(weight, count * PANEL * 4)
      for (const row of rows) f.advance(row, count * 4)
    }
  const whileBefore = (limit: Local, body: Emit): void => {
    const more = () =>
      f.isLess(
        () => f.get(first),
        () => f.get(limit),
      )
    f.when(more, () => f.repeatWhile(body, more))
  }
  whileBefore(endOfFours, steps(4))
  whileBefore(end, steps(1))
}

function emitStores(
  f: FunctionBody,
  tile: number,
  parameter: (wanted: (typeof CONVOLUTION_PARAMETERS)[number]) => Local,
  sums: Sums,
): void {
  const lower = f.local(V128)
  const upper = f.local(V128)
  const address = f.local(I32)
  f.set(lower, () => f.load(parameter('bounds')))
  f.set(upper, () => f.load(parameter('bounds'), 16))
  f.set(address, () => f.get(parameter('output')))
  for (let i = 0; i < tile; i++) {
    for (const [offset, sum] of [
      [0, sums.low[i]!],
      [16, sums.high[i]!],
    ] as const)
      f.store(address, offset, () =>
        f.smallerLanes(
          () =>
            f.largerLanes(
              () => f.get(sum),
              () => f.get(lower),
            ),
          () => f.get(upper),
        ),
      )
    if (i < tile - 1) f.advance(address, parameter('outputStep'))
  }
}
