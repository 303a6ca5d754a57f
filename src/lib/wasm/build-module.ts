import { CONSTANTS_START, ConstantPool, FunctionBody, I32, signed, unsigned } from './assembler.ts'

/** A function of the module: `emit` writes its body. All parameters are i32, and there is no result. */
export interface KernelFunction {
  name: string
  parameters: number
  emit(body: FunctionBody): void
}

export interface ModuleOptions {
  /** Fused multiply-add of the relaxed SIMD proposal. */
  relaxed: boolean
  /** The memory that it imports as `env.memory` is shared between threads: its largest size in pages. */
  shared?: { pages: number } | undefined
}

const MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]
const SECTION = { type: 1, import: 2, function: 3, export: 7, code: 10, data: 11 }

/** A WebAssembly module of `functions`, each exported under its name, over an imported memory that
 *  it writes its constants to. */
export function buildModule(
  functions: readonly KernelFunction[],
  { relaxed, shared }: ModuleOptions,
): Uint8Array<ArrayBuffer> {
  const constants = new ConstantPool()
  const bodies = functions.map((kernel) => encodeBody(kernel, constants, relaxed))
  const types = functions.map(({ parameters }) => [0x60, ...vector(new Array(parameters).fill([I32])), 0])
  const limits = shared ? [0x03, 0, ...unsigned(shared.pages)] : [0x00, 0]
  return Uint8Array.from([
    ...MAGIC,
    ...section(SECTION.type, vector(types)),
    ...section(SECTION.import, vector([[...text('env'), ...text('memory'), 0x02, ...limits]])),
    ...section(SECTION.function, vector(functions.map((_, i) => unsigned(i)))),
    ...section(SECTION.export, vector(functions.map(({ name }, i) => [...text(name), 0x00, ...unsigned(i)]))),
    ...section(SECTION.code, vector(bodies)),
    ...section(
      SECTION.data,
      vector([[0x00, 0x41, ...signed(CONSTANTS_START), 0x0b, ...sized(constants.bytes())]]),
    ),
  ])
}

function encodeBody(
  { parameters, emit }: KernelFunction,
  constants: ConstantPool,
  relaxed: boolean,
): number[] {
  const body = new FunctionBody(parameters, constants, relaxed)
  emit(body)
  const locals = vector(body.locals.map((type) => [1, type]))
  return sized([...locals, ...body.bytes, 0x0b])
}

const text = (value: string): number[] => sized([...new TextEncoder().encode(value)])
const sized = (bytes: number[]): number[] => [...unsigned(bytes.length), ...bytes]
const vector = (items: readonly number[][]): number[] => [...unsigned(items.length), ...items.flat()]
const section = (id: number, content: number[]): number[] => [id, ...sized(content)]
