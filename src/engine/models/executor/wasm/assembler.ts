// wasm/ writes our kernels as WebAssembly bytes: assembler.ts is the instruction set that they use, one file a kernel
// emits its function, build-module.ts puts them together. So a kernel's tile is a parameter, and the instructions that
// this machine has (relaxed SIMD or not) are chosen when the engine starts. Start with emit-convolution.ts.

/** Types of values, as the binary format numbers them. */
export const I32 = 0x7f
export const V128 = 0x7b
export type ValueType = typeof I32 | typeof V128

/** A local variable of a function. */
export interface Local {
  index: number
  type: ValueType
}

/** One operand: writes the instructions that leave it on the stack. */
export type Emit = () => void

/** Unsigned LEB128, as the binary format has its numbers. */
export function unsigned(value: number): number[] {
  const bytes: number[] = []
  let rest = value >>> 0
  do {
    const more = rest >= 0x80
    bytes.push((rest & 0x7f) | (more ? 0x80 : 0))
    rest >>>= 7
  } while (rest > 0)
  return bytes
}

/** Signed LEB128 of a 32-bit number. */
export function signed(value: number): number[] {
  const bytes: number[] = []
  let rest = value | 0
  for (;;) {
    const low = rest & 0x7f
    rest >>= 7
    const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)
    bytes.push(done ? low : low | 0x80)
    if (done) return bytes
  }
}

/** Numbers that the code of a module uses, each at an address below `CONSTANTS_END`: loading one into all lanes is one
 *  instruction, while V8 puts one that stands in the code together from parts. */
export class ConstantPool {
  readonly #addresses = new Map<number, number>()

  addressOf(value: number): number {
    const known = this.#addresses.get(value)
    if (known !== undefined) return known
    const address = CONSTANTS_START + this.#addresses.size * 4
    if (address >= CONSTANTS_END) throw new RangeError('the kernels use too many constants')
    this.#addresses.set(value, address)
    return address
  }

  bytes = (): number[] => [...new Uint8Array(Float32Array.from(this.#addresses.keys()).buffer)]
}

/** The first bytes of memory stay free: an address of 0 is a mistake. */
export const CONSTANTS_START = 64
export const CONSTANTS_END = 1024

/** The body of one function. Methods that compute take their operands as functions that emit them, so that code
 *  reads from the outside in: `set(x, () => f.add(() => f.get(a), () => f.get(b)))`.
 *  Encodings: WebAssembly core specification 2.0 and the relaxed SIMD proposal, "Binary format". */
export class FunctionBody {
  readonly bytes: number[] = []
  readonly locals: ValueType[] = []
  readonly parameters: number
  readonly #constants: ConstantPool
  readonly #relaxed: boolean

  /** @param parameters all of type i32
   *  @param relaxed whether fused multiply-add may be used */
  constructor(parameters: number, constants: ConstantPool, relaxed: boolean) {
    this.parameters = parameters
    this.#constants = constants
    this.#relaxed = relaxed
  }

  parameter = (index: number): Local => ({ index, type: I32 })

  local(type: ValueType): Local {
    this.locals.push(type)
    return { index: this.parameters + this.locals.length - 1, type }
  }

  list = (count: number, type: ValueType): Local[] => Array.from({ length: count }, () => this.local(type))

  get = ({ index }: Local): void => this.#put(0x20, ...unsigned(index))

  set({ index }: Local, value: Emit): void {
    value()
    this.#put(0x21, ...unsigned(index))
  }

  integer = (value: number): void => this.#put(0x41, ...signed(value))

  add = (a: Emit, b: Emit): void => this.#binary([0x6a], a, b)
  multiply = (a: Emit, b: Emit): void => this.#binary([0x6c], a, b)
  isLess = (a: Emit, b: Emit): void => this.#binary([0x49], a, b)

  /** `local += bytes` */
  advance = (local: Local, by: number | Local): void =>
    this.set(local, () =>
      this.add(
        () => this.get(local),
        () => (typeof by === 'number' ? this.integer(by) : this.get(by)),
      ),
    )

  loadInteger = (address: Local, offset = 0): void => this.#memory([0x28], address, 2, offset)

  load = (address: Local, offset = 0): void => this.#memory([0xfd, 0x00], address, 2, offset)
  /** One number in all four lanes. */
  loadSplat = (address: Local, offset = 0): void => this.#memory([0xfd, 0x09], address, 2, offset)
  store(address: Local, offset: number, value: Emit): void {
    this.get(address)
    value()
    this.#put(0xfd, 0x0b, 2, ...unsigned(offset))
  }

  /** The first lane alone. */
  storeFirst(address: Local, offset: number, value: Emit): void {
    this.get(address)
    value()
    this.#put(0xfd, 0x5a, 2, ...unsigned(offset), 0)
  }

  /** The same number in all four lanes. */
  numbers(value: number): void {
    this.integer(0)
    this.#put(0xfd, 0x09, 2, ...unsigned(this.#constants.addressOf(value)))
  }

  addLanes = (a: Emit, b: Emit): void => this.#binary([0xfd, 0xe4, 0x01], a, b)
  subtractLanes = (a: Emit, b: Emit): void => this.#binary([0xfd, 0xe5, 0x01], a, b)
  multiplyLanes = (a: Emit, b: Emit): void => this.#binary([0xfd, 0xe6, 0x01], a, b)
  /** `b < a ? b : a`: keeps `a` where it is no number, so that damage shows. */
  smallerLanes = (a: Emit, b: Emit): void => this.#binary([0xfd, 0xea, 0x01], a, b)
  /** `a < b ? b : a`, likewise. */
  largerLanes = (a: Emit, b: Emit): void => this.#binary([0xfd, 0xeb, 0x01], a, b)

  /** `a * b + c`, rounded once where relaxed SIMD is there, else twice. */
  multiplyAdd(a: Emit, b: Emit, c: Emit): void {
    if (this.#relaxed) {
      a()
      b()
      c()
      this.#put(0xfd, 0x85, 0x02)
    } else this.addLanes(c, () => this.multiplyLanes(a, b))
  }

  /** Repeats `body` as long as `condition` holds, which is looked at after each turn: at least once. */
  repeatWhile(body: Emit, condition: Emit): void {
    this.#put(0x03, 0x40)
    body()
    condition()
    this.#put(0x0d, 0, 0x0b)
  }

  when(condition: Emit, body: Emit, otherwise?: Emit): void {
    condition()
    this.#put(0x04, 0x40)
    body()
    if (otherwise) {
      this.#put(0x05)
      otherwise()
    }
    this.#put(0x0b)
  }

  #binary(code: number[], a: Emit, b: Emit): void {
    a()
    b()
    this.#put(...code)
  }

  #memory(code: number[], address: Local, align: number, offset: number): void {
    this.get(address)
    this.#put(...code, align, ...unsigned(offset))
  }

  #put(...bytes: number[]): void {
    for (const byte of bytes) this.bytes.push(byte)
  }
}
