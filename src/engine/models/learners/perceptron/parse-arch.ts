import { EngineError } from '../../../../contract/errors.ts'

const MAX_WEIGHTS = 50_000_000

/** Sizes of the hidden layers: numbers joined by `_`; `%i` is the number of inputs; nothing is no hidden layer.
 *  @throws EngineError `invalid-argument` for what is none, or needs too many weights */
export function parseArch(arch: string, inputs: number): number[] {
  const words = arch.trim() === '' ? [] : arch.trim().split(/[_\s,]+/)
  const sizes = words.map((word) => {
    const size = word === '%i' ? Math.max(1, inputs) : Number(word)
    if (Number.isInteger(size) && size >= 1 && size <= 100_000) return size
    throw new EngineError(
      'invalid-argument',
      `arch is ${JSON.stringify(arch)}; it must be sizes of hidden layers, such as 50 or 20_10, or %i for the number of inputs`,
    )
  })
  let weights = 0
  sizes.forEach((size, l) => {
    weights += size * (l === 0 ? inputs : sizes[l - 1]!)
  })
  if (weights <= MAX_WEIGHTS) return sizes
  throw new EngineError(
    'invalid-argument',
    `A perceptron of ${inputs} inputs and arch ${arch} would have ${weights} weights, and ${MAX_WEIGHTS} are the most; use a smaller arch or fewer features`,
  )
}
