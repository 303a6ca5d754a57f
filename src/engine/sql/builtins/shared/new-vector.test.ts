import { expect, test } from 'vitest'
import { newVector } from './new-vector.ts'

test('vectors share no numbers and begin with zeros, however many are made', () => {
  const vectors = Array.from({ length: 2000 }, (_, i) => newVector(i % 100))
  for (const [i, vector] of vectors.entries()) {
    expect(vector.length).toBe(i % 100)
    expect(vector.every((n) => n === 0)).toBe(true)
    vector.fill(i)
  }
  for (const [i, vector] of vectors.entries()) expect(vector.every((n) => n === i)).toBe(true)
})
