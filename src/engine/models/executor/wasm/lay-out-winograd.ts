import type { ConvolutionStep, View } from '../plan/plan.ts'
import { PANEL } from './emit-convolution.ts'
import { heightOf, nameOf, type Tiling, widthOf } from './emit-winograd.ts'
import { layOutBounds } from './lay-out-convolution.ts'
import { layOutProduct, packPanels } from './lay-out-product.ts'
import { addressUnder, type Place, type Work } from './place.ts'
import { transformFilter } from './transform-filter.ts'

/** Factors and sums of the products of one block of tiles: these stay in the second-level cache. */
const BLOCK_BYTES = 768 * 1024

/** The way by Winograd's algorithms: transform the image's tiles, one matrix product for each point, and back. The
 *  window has stride and dilation 1, and channels come in fours. */
export function layOutWinograd(step: ConvolutionStep, tiling: Tiling, place: Place): Work {
  const { input, output, bias } = step
  const { layout } = place
  const points = heightOf(tiling) * widthOf(tiling)
  const tiles = listTiles(output, tiling)
  const { inBlock, factorBytes, sumBytes } = sizesOf(step, tiling, place.tile)
  const columns = output.channels
  const pointWeights = Math.ceil(columns / PANEL) * PANEL * input.channels
  const weights = layout.numbers(points * pointWeights, (numbers) =>
    transformFilter(step, tiling).forEach((matrix, point) => {
      packPanels(matrix, columns, numbers.subarray(point * pointWeights, (point + 1) * pointWeights))
    }),
  )
  const biases = layout.numbers(columns, (numbers) => numbers.set(bias))
  const bounds = layOutBounds(step, place)
  const unbound = layOutBounds(
    { ...step, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY },
    place,
  )
  const sums = place.scratch + points * factorBytes
  const products = Array.from({ length: points }, (_, point) =>
    layOutProduct(
      {
        rows: inBlock,
        taps: 1,
        depth: input.channels,
        columns,
        rowAt: (row) => place.scratch + point * factorBytes + row * input.channels * 4,
        weights: weights + point * pointWeights * 4,
        biases: undefined,
        bounds: unbound,
        target: { address: sums + point * sumBytes, step: columns * 4 },
        rowsInBlock: inBlock,
      },
      place,
    ),
  )
  // Blocks are equally large, and the last ends with the last tile, so that one set of products serves all.
  const blocks = Array.from({ length: Math.ceil(tiles.length / inBlock) }, (_, i) => {
    const start = Math.min(i * inBlock, tiles.length - inBlock)
    const block = tiles.slice(start, start + inBlock)
    const from = block.flatMap((tile) => addressesUnder(step, tiling, tile, place))
    const to = block.flatMap((tile) => addressesOf(output, tiling, tile, place))
    return {
      from: { start: layout.table(from), bytes: from.length * 4 },
      to: { start: layout.table(to), bytes: to.length * 4 },
    }
  })
  return runBlocks({
    blocks,
    products,
    kernels: nameOf(tiling),
    inputStep: input.channels * 4,
    outputStep: columns * 4,
    factors: { address: place.scratch, bytes: factorBytes },
    sums: { address: sums, bytes: sumBytes },
    biases,
    bounds,
  })
}

/** A table of addresses. */
interface Table {
  start: number
  bytes: number
}

interface Blocks {
  blocks: readonly { from: Table; to: Table }[]
  products: readonly Work[]
  /** What the names of the kernels for this tiling end with. */
  kernels: string
  inputStep: number
  outputStep: number
  /** Where the factors and the sums of a block are, and the bytes of one point's. */
  factors: { address: number; bytes: number }
  sums: { address: number; bytes: number }
  biases: number
  bounds: number
}

/** Apart from what lays it out, for its closure must not hold the step's weights. */
const runBlocks = (how: Blocks): Work => {
  const { inputStep, outputStep, factors, sums, biases, bounds } = how
  return (call, floats) => {
    for (const { from, to } of how.blocks) {
      const [first, second] = [from.start + from.bytes, to.start + to.bytes]
      call[`input${how.kernels}`]!(from.start, first, inputStep, factors.address, factors.bytes)
      for (const product of how.products) product(call, floats)
      call[`output${how.kernels}`]!(to.start, second, outputStep, sums.address, sums.bytes, biases, bounds)
    }
  }
}

/** Bytes that `layOutWinograd` needs for itself. */
export function scratchOfWinograd(step: ConvolutionStep, tiling: Tiling, tile: number): number {
  const { factorBytes, sumBytes } = sizesOf(step, tiling, tile)
  return heightOf(tiling) * widthOf(tiling) * (factorBytes + sumBytes)
}

/** Tiles of a block, and the bytes of one point's factors and sums. */
function sizesOf({ input, output }: ConvolutionStep, tiling: Tiling, tile: number) {
  const perTile = heightOf(tiling) * widthOf(tiling) * (input.channels + output.channels) * 4
  const wanted = Math.max(tile * 2, Math.floor(BLOCK_BYTES / perTile))
  const count = tileCount(output, tiling)
  // Blocks of about the same size rather than a small last one.
  const inBlock = Math.ceil(count / Math.ceil(count / wanted))
  return { inBlock, factorBytes: inBlock * input.channels * 4, sumBytes: inBlock * output.channels * 4 }
}

export const tileCount = (output: View, { resultsY, resultsX }: Tiling): number =>
  Math.ceil(output.height / resultsY) * Math.ceil(output.width / resultsX)

/** Row and column of each tile's first result. */
function listTiles(output: View, { resultsY, resultsX }: Tiling): [number, number][] {
  const tiles: [number, number][] = []
  for (let y = 0; y < output.height; y += resultsY)
    for (let x = 0; x < output.width; x += resultsX) tiles.push([y, x])
  return tiles
}

function addressesUnder(
  { input, window }: ConvolutionStep,
  tiling: Tiling,
  [y, x]: [number, number],
  place: Place,
): number[] {
  const start = place.addressOf(input)
  const width = widthOf(tiling)
  return Array.from(
    { length: heightOf(tiling) * width },
    (_, i) => addressUnder(input, start, window, [y, x, Math.floor(i / width), i % width]) ?? place.zeros,
  )
}

function addressesOf(
  output: View,
  { resultsY, resultsX }: Tiling,
  [y, x]: [number, number],
  place: Place,
): number[] {
  const start = place.addressOf(output)
  return Array.from({ length: resultsY * resultsX }, (_, i) => {
    const [row, column] = [y + Math.floor(i / resultsX), x + (i % resultsX)]
    if (row >= output.height || column >= output.width) return place.waste
    return start + (row * output.width + column) * output.pitch * 4
  })
}
