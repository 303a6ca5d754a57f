import { PANEL } from './emit-convolution.ts'
import type { Place, Work } from './place.ts'

/** A matrix product whose left side is rows anywhere in memory. Addresses and steps are in bytes. */
export interface Product {
  rows: number
  /** A row is `taps` pieces of `depth` numbers each. */
  taps: number
  depth: number
  /** At least PANEL. */
  columns: number
  rowAt(row: number, tap: number): number
  /** Panels as `packPanels` makes them. */
  weights: number
  /** PANEL numbers for each panel, or undefined for zeros. */
  biases: number | undefined
  bounds: number
  /** Row r's results lie at `address + r * step`. */
  target: { address: number; step: number }
  /** Rows that are done with all panels before the next ones are: as many as stay in the cache. */
  rowsInBlock: number
}

export function layOutProduct(product: Product, { layout, tile: wanted, zeros }: Place): Work {
  const { rows, taps, depth, columns, weights, biases, bounds, target } = product
  const tile = rows >= wanted ? wanted : 1
  const tiles = Math.ceil(rows / tile)
  const table = layout.table(makeTable(product, tile, tiles))
  const tableStep = taps * tile * 4
  const tilesInBlock = Math.max(1, Math.floor(product.rowsInBlock / tile))
  const panelBytes = taps * depth * PANEL * 4
  const last = target.address + (rows - tile) * target.step
  const kernel = tile === 1 ? 'convolveSingles' : 'convolveTiles'
  return (call) => {
    const convolve = call[kernel]!
    for (let block = 0; block < tiles; block += tilesInBlock) {
      const from = table + block * tableStep
      const to = table + Math.min(tiles, block + tilesInBlock) * tableStep
      const start = Math.min(target.address + block * tile * target.step, last)
      for (let column = 0, panel = 0; column < columns; column += PANEL, panel++) {
        const shift = panelStart(column, columns) * 4
        const bias = biases === undefined ? zeros : biases + panel * PANEL * 4
        const panelWeights = weights + panel * panelBytes
        convolve(
          from,
          tableStep,
          to,
          depth * 4,
          panelWeights,
          bias,
          bounds,
          start + shift,
          target.step,
          last + shift,
        )
      }
    }
  }
}

/** The last panel ends with the last column, over some of the one before if need be. */
const panelStart = (column: number, columns: number): number => Math.max(0, Math.min(column, columns - PANEL))

/** A matrix in the order in which the kernel reads it: PANEL columns after PANEL columns. The rest of a matrix with
 *  fewer columns stays as it was.
 *  @param matrix shape (rows, columns), row-major */
export function packPanels(matrix: Float32Array, columns: number, panels: Float32Array): void {
  const width = Math.min(columns, PANEL)
  let at = 0
  for (let column = 0; column < columns; column += PANEL) {
    const start = panelStart(column, columns)
    for (let row = start; row < matrix.length; row += columns, at += PANEL)
      for (let i = 0; i < width; i++) panels[at + i] = matrix[row + i]!
  }
}

/** Addresses by tile, tap, and row of the tile; the last tile ends with the last row. */
function makeTable({ rows, taps, rowAt }: Product, tile: number, tiles: number): Uint32Array {
  const table = new Uint32Array(tiles * taps * tile)
  let at = 0
  for (let t = 0; t < tiles; t++) {
    const start = Math.min(t * tile, rows - tile)
    for (let tap = 0; tap < taps; tap++) for (let i = 0; i < tile; i++) table[at++] = rowAt(start + i, tap)
  }
  return table
}
