import { buildModule, type KernelFunction } from '../../../../lib/wasm/build-module.ts'
import { emitConvolution } from './emit-convolution.ts'
import { emitPool } from './emit-pool.ts'
import { emitWinogradInput, emitWinogradOutput, nameOf, type Tiling } from './emit-winograd.ts'

export type Kernel = (...parameters: number[]) => void

/** The kernels over one memory, by name, and the tile of positions that the convolution computes at once. */
export interface Kernels {
  tile: number
  call: Record<string, Kernel>
}

/** Positions at once by what the processor's 16 registers hold: two sums each, two weights and a value; without fused
 *  multiply-add one more for the product. */
const TILE = { relaxed: 6, plain: 5 }

/** Kernels for single positions and for whole tiles, and those that the tilings need. */
const functionsFor = (tile: number, tilings: readonly Tiling[]): KernelFunction[] => [
  emitConvolution('convolveTiles', tile),
  emitConvolution('convolveSingles', 1),
  emitPool('largest', 'largest', 4),
  emitPool('mean', 'mean', 4),
  emitPool('largestNarrow', 'largest', 1),
  emitPool('meanNarrow', 'mean', 1),
  ...unique(tilings).flatMap((tiling) => [emitWinogradInput(tiling), emitWinogradOutput(tiling)]),
]

const unique = (tilings: readonly Tiling[]): Tiling[] => [
  ...new Map(tilings.map((tiling) => [nameOf(tiling), tiling])).values(),
]

/** Whether this machine's WebAssembly has fused multiply-add. */
export const hasRelaxedSimd = (): boolean =>
  WebAssembly.validate(buildModule([emitConvolution('probe', 1)], { relaxed: true }))

/** Whether it has SIMD at all: without it nothing here runs. */
export const hasSimd = (): boolean =>
  WebAssembly.validate(buildModule([emitConvolution('probe', 1)], { relaxed: false }))

export const tileFor = (relaxed: boolean): number => (relaxed ? TILE.relaxed : TILE.plain)

export async function compileKernels(
  memory: WebAssembly.Memory,
  tilings: readonly Tiling[],
  { relaxed, sharedPages }: { relaxed: boolean; sharedPages?: number | undefined },
): Promise<Kernels> {
  const tile = tileFor(relaxed)
  const shared = sharedPages === undefined ? undefined : { pages: sharedPages }
  const bytes = buildModule(functionsFor(tile, tilings), { relaxed, shared })
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } })
  return { tile, call: instance.exports as Record<string, Kernel> }
}
