/** Complex numbers as two arrays of one length. */
export interface Complex {
  re: Float64Array
  im: Float64Array
}

/** The discrete Fourier transform of any length, not scaled. `sign` -1 is forward, 1 backward. Powers of two by
 *  Cooley and Tukey (1965), other lengths as a convolution by Bluestein (1970). */
export function transform({ re, im }: Complex, sign: -1 | 1): Complex {
  const n = re.length
  if (n <= 1) return { re: re.slice(), im: im.slice() }
  return (n & (n - 1)) === 0 ? radix2({ re: re.slice(), im: im.slice() }, sign) : bluestein({ re, im }, sign)
}

/** In place. */
function radix2(data: Complex, sign: -1 | 1): Complex {
  const { re, im } = data
  const n = re.length
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1
    for (; j & bit; bit >>= 1) j ^= bit
    j ^= bit
    if (i < j) {
      ;[re[i], re[j]] = [re[j]!, re[i]!]
      ;[im[i], im[j]] = [im[j]!, im[i]!]
    }
  }
  for (let size = 2; size <= n; size *= 2) butterflies(data, size, sign)
  return data
}

function butterflies({ re, im }: Complex, size: number, sign: -1 | 1): void {
  const half = size / 2
  for (let k = 0; k < half; k++) {
    const angle = (sign * 2 * Math.PI * k) / size
    const [c, s] = [Math.cos(angle), Math.sin(angle)]
    for (let a = k; a < re.length; a += size) {
      const b = a + half
      const x = re[b]! * c - im[b]! * s
      const y = re[b]! * s + im[b]! * c
      re[b] = re[a]! - x
      im[b] = im[a]! - y
      re[a] = re[a]! + x
      im[a] = im[a]! + y
    }
  }
}

function bluestein({ re, im }: Complex, sign: -1 | 1): Complex {
  const n = re.length
  let size = 1
  while (size < 2 * n - 1) size *= 2
  const chirp = Array.from({ length: n }, (_, k) => {
    // k² modulo 2n keeps the angle exact for long transforms.
    const angle = (sign * Math.PI * ((k * k) % (2 * n))) / n
    return [Math.cos(angle), Math.sin(angle)] as const
  })
  const a = zeros(size)
  const b = zeros(size)
  for (const [k, [c, s]] of chirp.entries()) {
    a.re[k] = re[k]! * c - im[k]! * s
    a.im[k] = re[k]! * s + im[k]! * c
    for (const at of [k, (size - k) % size]) {
      b.re[at] = c
      b.im[at] = -s
    }
  }
  const product = multiply(radix2(a, -1), radix2(b, -1))
  const folded = radix2(product, 1)
  const result = zeros(n)
  for (const [k, [c, s]] of chirp.entries()) {
    result.re[k] = (folded.re[k]! * c - folded.im[k]! * s) / size
    result.im[k] = (folded.re[k]! * s + folded.im[k]! * c) / size
  }
  return result
}

/** Zeros. */
export const zeros = (n: number): Complex => ({ re: new Float64Array(n), im: new Float64Array(n) })

const multiply = (a: Complex, b: Complex): Complex => ({
  re: a.re.map((x, i) => x * b.re[i]! - a.im[i]! * b.im[i]!),
  im: a.re.map((x, i) => x * b.im[i]! + a.im[i]! * b.re[i]!),
})
