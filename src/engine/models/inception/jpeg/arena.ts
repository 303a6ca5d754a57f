import { buildModule } from '../../../../lib/wasm/build-module.ts'
import { COLOUR_CONSTANTS, emitBlend, emitColours } from './emit-colours.ts'
import { emitInverseTransform, TRANSFORM_CONSTANTS } from './emit-inverse-transform.ts'
import { emitResize } from './emit-resize.ts'

const KERNELS = [
  emitInverseTransform('transform'),
  emitBlend('blend1', 1),
  emitBlend('blend2', 2),
  emitColours('colours11', 1, 1),
  emitColours('colours21', 2, 1),
  emitColours('colours22', 2, 2),
  emitResize('resize'),
]

type Kernel = (...parameters: number[]) => void

const PAGE = 65_536
export const TRANSFORM_AT = 1_024
export const COLOURS_AT = 2_048
const FREE_FROM = 4_096

/** Memory of WebAssembly is never given back: an arena that an image made larger than this is not kept. */
const MAX_KEPT = 48 * 1024 * 1024

/** Vectors may be read and written a little past the end of what they belong to. */
const SPARE = 64

/** The memory in which an image is decoded, and the kernels that work on it. */
export interface Arena {
  kernels: Record<string, Kernel>
  /** Room of so many bytes, at a multiple of 16. Views of the memory that were made before may be void then. */
  take(size: number): number
  buffer(): ArrayBuffer
  /** A place for coded data, kept from image to image. */
  coded(size: number): Uint8Array<ArrayBuffer>
}

/** Arenas that wait for the next image. */
export interface Arenas {
  /** undefined where WebAssembly has no SIMD.
   *  @returns an arena, with nothing taken, and what gives it back */
  open(): { arena: Arena; close: () => void } | undefined
}

export function createArenas(): Arenas {
  let module: WebAssembly.Module | undefined | null = null
  const free: ReturnType<typeof createArena>[] = []
  return {
    open: () => {
      if (module === null) module = compile()
      if (!module) return undefined
      const arena = free.pop() ?? createArena(module)
      arena.reset()
      let isOpen = true
      const close = (): void => {
        if (isOpen && arena.buffer().byteLength <= MAX_KEPT) free.push(arena)
        isOpen = false
      }
      return { arena, close }
    },
  }
}

function compile(): WebAssembly.Module | undefined {
  const code = buildModule(KERNELS, { relaxed: false })
  return WebAssembly.validate(code) ? new WebAssembly.Module(code) : undefined
}

function createArena(module: WebAssembly.Module): Arena & { reset(): void } {
  const memory = new WebAssembly.Memory({ initial: 1 })
  const { exports } = new WebAssembly.Instance(module, { env: { memory } })
  new Int32Array(memory.buffer).set(TRANSFORM_CONSTANTS, TRANSFORM_AT / 4)
  new Int16Array(memory.buffer).set(COLOUR_CONSTANTS, COLOURS_AT / 2)
  let next = FREE_FROM
  let coded = new Uint8Array(0)
  return {
    kernels: exports as Record<string, Kernel>,
    take: (size) => {
      const at = next
      next += (size + 15) & ~15
      const missing = next + SPARE - memory.buffer.byteLength
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE))
      return at
    },
    buffer: () => memory.buffer,
    coded: (size) => {
      if (coded.length < size) coded = new Uint8Array(Math.ceil(size / PAGE) * PAGE)
      return coded
    },
    reset: () => {
      next = FREE_FROM
    },
  }
}
