import type { View, Window } from '../plan/plan.ts'
import type { Kernel } from './compile-kernels.ts'
import type { MemoryLayout } from './memory-layout.ts'

/** What a step needs to know of the memory to lay itself out. Addresses are in bytes. */
export interface Place {
  layout: MemoryLayout
  /** Positions that the convolution kernel computes at once. */
  tile: number
  /** Of a view's first number. */
  addressOf(view: View): number
  /** A place of zeros, for positions outside the image: as large as the channels of any. */
  zeros: number
  /** A place for results that nobody reads, likewise. */
  waste: number
  /** A place for numbers within one step. */
  scratch: number
}

/** A step that is laid out: its work, for when the memory and the kernels are there. */
export type Work = (call: Record<string, Kernel>, floats: Float32Array) => void

/** The address of what the window at (y, x) of the output sees at (tapY, tapX); undefined outside the input. */
export function addressUnder(
  input: View,
  start: number,
  window: Window,
  [y, x, tapY, tapX]: readonly [number, number, number, number],
): number | undefined {
  const row = y * window.strideY - window.top + tapY * window.dilationY
  const column = x * window.strideX - window.left + tapX * window.dilationX
  if (row < 0 || row >= input.height || column < 0 || column >= input.width) return undefined
  return start + (row * input.width + column) * input.pitch * 4
}

export const rowOf = (view: View, position: number): number => Math.floor(position / view.width)
export const columnOf = (view: View, position: number): number => position % view.width
