// lib/wasm writes functions as WebAssembly bytes: assembler.ts is the instruction set that ours use, build-module.ts puts
// them together. So a kernel's tile is a parameter, and the instructions that this machine has (relaxed SIMD or not) are
// chosen when a worker starts. Each kernel's file emits its function; executor/wasm/emit-convolution.ts shows how.

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
  subtract = (a: Emit, b: Emit): void => this.#binary([0x6b], a, b)
  and = (a: Emit, b: Emit): void => this.#binary([0x71], a, b)
  or = (a: Emit, b: Emit): void => this.#binary([0x72], a, b)
  xor = (a: Emit, b: Emit): void => this.#binary([0x73], a, b)
  shiftLeft = (a: Emit, bits: number): void => this.#binary([0x74], a, () => this.integer(bits))
  /** Shifts in zeros. */
  shiftRight = (a: Emit, bits: Emit): void => this.#binary([0x76], a, bits)
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
  /** One byte, or two, as a number without sign. */
  loadByte = (address: Local, offset = 0): void => this.#memory([0x2d], address, 0, offset)
  loadShort = (address: Local, offset = 0): void => this.#memory([0x2f], address, 1, offset)
  storeInteger(address: Local, offset: number, value: Emit): void {
    this.get(address)
    value()
    this.#put(0x36, 2, ...unsigned(offset))
  }

  /** Copies bytes; the ranges may overlap. */
  copyMemory(to: Emit, from: Emit, size: Emit): void {
    to()
    from()
    size()
    this.#put(0xfc, 0x0a, 0, 0)
  }

  /** A 32-bit float on the stack, and whether one is at least another: false where either is no number. */
  loadFloat = (address: Local, offset = 0): void => this.#memory([0x2a], address, 2, offset)
  isAtLeast = (a: Emit, b: Emit): void => this.#binary([0x60], a, b)
  isNotSame = (a: Emit, b: Emit): void => this.#binary([0x5c], a, b)
  /** A float as an integer without sign, cut off towards 0; 0 for what is no number. */
  truncate = (a: Emit): void => this.#unary([0xfc, 0x01], a)
  /** `a` if the condition is not 0, else `b`: both are computed. */
  select(a: Emit, b: Emit, condition: Emit): void {
    a()
    b()
    condition()
    this.#put(0x1b)
  }

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

  /** The lower or the upper eight bytes alone. */
  storeHalf(address: Local, offset: number, half: 0 | 1, value: Emit): void {
    this.get(address)
    value()
    this.#put(0xfd, 0x5b, 3, ...unsigned(offset), half)
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

  divideLanes = (a: Emit, b: Emit): void => this.#binary([0xfd, 0xe7, 0x01], a, b)
  /** To the nearest whole number, halves to the even one. */
  roundLanes = (a: Emit): void => this.#unary([0xfd, 0x6a], a)
  /** Floats as integers, cut off towards 0, within the range of 32 bits. */
  truncateLanes = (a: Emit): void => this.#unary([0xfd, 0xf8, 0x01], a)
  /** The lanes as 32-bit integers. */
  addIntegers = (a: Emit, b: Emit): void => this.#binary([0xfd, 0xae, 0x01], a, b)
  subtractIntegers = (a: Emit, b: Emit): void => this.#binary([0xfd, 0xb1, 0x01], a, b)
  multiplyIntegers = (a: Emit, b: Emit): void => this.#binary([0xfd, 0xb5, 0x01], a, b)
  shiftIntegersLeft = (a: Emit, bits: number): void =>
    this.#binary([0xfd, 0xab, 0x01], a, () => this.integer(bits))
  /** Keeps the sign. */
  shiftIntegersRight = (a: Emit, bits: number): void =>
    this.#binary([0xfd, 0xac, 0x01], a, () => this.integer(bits))
  /** 32-bit integers as eight of 16 bits with sign, those as sixteen of 8 without; what does not fit is the nearest. */
  narrowToShorts = (a: Emit, b: Emit): void => this.#binary([0xfd, 0x85, 0x01], a, b)
  narrowToBytes = (a: Emit, b: Emit): void => this.#binary([0xfd, 0x66], a, b)

  /** Eight 16-bit integers: their sum, their difference, shifted with their sign, of eight bytes without sign. */
  addShorts = (a: Emit, b: Emit): void => this.#binary([0xfd, 0x8e, 0x01], a, b)
  subtractShorts = (a: Emit, b: Emit): void => this.#binary([0xfd, 0x91, 0x01], a, b)
  shiftShortsRight = (a: Emit, bits: number): void =>
    this.#binary([0xfd, 0x8c, 0x01], a, () => this.integer(bits))
  loadBytesAsShorts = (address: Local, offset = 0): void => this.#memory([0xfd, 0x02], address, 3, offset)
  /** `a0 * b0 + a1 * b1` of neighbours of 16 bits, in 32 bits. */
  dotShorts = (a: Emit, b: Emit): void => this.#binary([0xfd, 0xba, 0x01], a, b)
  /** Four bytes without sign as four floats. */
  loadBytesAsFloats(address: Local): void {
    this.#memory([0xfd, 0x5c], address, 0, 0)
    this.#put(0xfd, 0x89, 0x01, 0xfd, 0xa9, 0x01, 0xfd, 0xfb, 0x01)
  }

  bitsAnd = (a: Emit, b: Emit): void => this.#binary([0xfd, 0x4e], a, b)
  bitsOr = (a: Emit, b: Emit): void => this.#binary([0xfd, 0x50], a, b)
  /** Whether any bit is set. */
  isAnySet = (a: Emit): void => this.#unary([0xfd, 0x53], a)
  /** Sixteen of the 32 bytes of `a` and `b`, by number. */
  pickBytes(a: Emit, b: Emit, bytes: readonly number[]): void {
    a()
    b()
    this.#put(0xfd, 0x0d, ...bytes)
  }

  /** Four of the eight lanes of `a` and `b`, by number. */
  pickLanes(a: Emit, b: Emit, lanes: readonly [number, number, number, number]): void {
    a()
    b()
    this.#put(0xfd, 0x0d, ...lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte)))
  }

  /** Two 32-bit integers with sign, as two of 64 bits; and the sum and the difference of such pairs. */
  loadPair = (address: Local, offset = 0): void => this.#memory([0xfd, 0x05], address, 2, offset)
  addPairs = (a: Emit, b: Emit): void => this.#binary([0xfd, 0xce, 0x01], a, b)
  subtractPairs = (a: Emit, b: Emit): void => this.#binary([0xfd, 0xd1, 0x01], a, b)
  /** Two 64-bit integers as two 64-bit floats. */
  pairToDoubles(pair: Local): void {
    for (const lane of [0, 1]) {
      this.get(pair)
      this.#put(0xfd, 0x1d, lane, 0xb9)
      this.#put(...(lane === 0 ? [0xfd, 0x14] : [0xfd, 0x22, 1]))
    }
  }
  multiplyDoubles = (a: Emit, b: Emit): void => this.#binary([0xfd, 0xf2, 0x01], a, b)
  /** Two 64-bit floats as 32-bit ones in the first two lanes. */
  doublesToFloats = (a: Emit): void => this.#unary([0xfd, 0x5e], a)

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

  #unary(code: number[], a: Emit): void {
    a()
    this.#put(...code)
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
