let table: Float32Array | undefined

/** A half-precision number (IEEE 754 binary16) from its 16 bits. */
export function halfToFloat(bits: number): number {
  // All 65,536 of them: a network has millions to convert.
  table ??= Float32Array.from({ length: 65_536 }, (_, i) => compute(i))
  return table[bits]!
}

function compute(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  if (exponent === 0) return sign * fraction * 2 ** -24
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
