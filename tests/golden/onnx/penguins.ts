import { readFileSync } from 'node:fs'
import type { Examples, FeatureSpec } from '../../../src/contract/learning.ts'

const [HEADER, ...LINES] = readFileSync(
  new URL('../../../public/samples/penguins.csv', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => line.trim().split(','))

/** Penguins to learn from: numbers with holes and texts. The label is the species, whether it is Adelie, or the mass. */
export function penguins(mode: 'categorical' | 'boolean' | 'regression'): {
  examples: Examples
  mode: typeof mode
} {
  const label = mode === 'regression' ? 'body_mass_g' : 'species'
  const labelAt = HEADER!.indexOf(label)
  const lines = LINES.filter((line) => line[labelAt] !== '')
  const names = HEADER!.filter((name) => name !== label && (mode === 'regression' || name !== 'species'))
  const features = names.map((name): FeatureSpec => {
    const values = lines.map((line) => line[HEADER!.indexOf(name)]!).filter((value) => value !== '')
    if (values.every((value) => Number.isFinite(Number(value)))) return { name }
    return { name, levels: [...new Set(values)].sort() }
  })
  const X = new Float32Array(lines.length * features.length)
  lines.forEach((line, r) => {
    features.forEach(({ name, levels }, f) => {
      const value = line[HEADER!.indexOf(name)]!
      X[r * features.length + f] = value === '' ? Number.NaN : levels ? levels.indexOf(value) : Number(value)
    })
  })
  const texts = lines.map((line) => line[labelAt]!)
  const labels = mode === 'regression' ? [] : mode === 'boolean' ? ['0', '1'] : [...new Set(texts)].sort()
  const y = Float64Array.from(texts, (text) =>
    mode === 'regression'
      ? Number(text)
      : mode === 'boolean'
        ? Number(text === 'Adelie')
        : labels.indexOf(text),
  )
  return { examples: { features, X, rows: lines.length, y, labels }, mode }
}
