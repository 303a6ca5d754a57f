// learners/ trains and applies classifiers and regressors: configuration -> workers -> model file -> prediction.
// It knows arrays and shapes, never SQL, datasets or REST. Training (train-unit.ts and what it imports) runs in
// workers and is started by create-learning.ts; prediction (load-model.ts, predict.ts) never imports training.
// Start with train-unit.ts for the algorithms, with model-file.ts for what they produce.

/** One round of splitmix32 (Steele, Lea & Flood 2014): a well mixed 32-bit number from any 32-bit number. */
function mix(state: number): number {
  let t = state ^ (state >>> 16)
  t = Math.imul(t, 0x21f0aaad)
  t ^= t >>> 15
  t = Math.imul(t, 0x735a2d97)
  return (t ^ (t >>> 15)) >>> 0
}

/** Random numbers by xoshiro128** (Blackman & Vigna 2018), seeded by splitmix32. The same seed gives the same
 *  numbers on every platform. */
export class Random {
  #a: number
  #b: number
  #c: number
  #d: number

  /** @param seed any integer; its low 32 bits count */
  constructor(seed: number) {
    const step = 0x9e3779b9
    this.#a = mix((seed + step) | 0)
    this.#b = mix((seed + 2 * step) | 0)
    this.#c = mix((seed + 3 * step) | 0)
    this.#d = mix((seed + 4 * step) | 0) | 1
  }

  /** A uniform integer in [0, 2^32). */
  uint32(): number {
    const five = Math.imul(this.#b, 5)
    const result = Math.imul((five << 7) | (five >>> 25), 9) >>> 0
    const t = this.#b << 9
    this.#c ^= this.#a
    this.#d ^= this.#b
    this.#b ^= this.#c
    this.#a ^= this.#d
    this.#c ^= t
    this.#d = (this.#d << 11) | (this.#d >>> 21)
    return result
  }

  /** A uniform number in [0, 1). */
  uniform(): number {
    return this.uint32() / 4294967296
  }

  /** A uniform integer in [0, limit). */
  below(limit: number): number {
    return Math.floor((this.uint32() * limit) / 4294967296)
  }
}

/** The seed of part `index` of something seeded with `seed`: parts may then be made in any order, by any worker. */
export function deriveSeed(seed: number, index: number): number {
  return mix((mix((seed + 0x9e3779b9) | 0) + Math.imul(index + 1, 0x85ebca6b)) | 0)
}

/** Puts a random selection of `count` of the elements first, in random order (Fisher-Yates, stopped early). */
export function shuffleFirst(array: Int32Array, count: number, random: Random): void {
  for (let i = 0; i < count; i++) {
    const j = i + random.below(array.length - i)
    const swap = array[i]!
    array[i] = array[j]!
    array[j] = swap
  }
}
