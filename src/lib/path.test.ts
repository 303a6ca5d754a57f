import { expect, test } from 'vitest'
import { formatPath } from './format-path.ts'
import { parsePath } from './parse-path.ts'

test.each([
  [['x'], 'x'],
  [['x', 'a.b'], 'x."a.b"'],
  [['["audi"]'], '"[""audi""]"'],
  [[''], '""'],
  [['a', '', 'b'], 'a."".b'],
  [['pool_3', '0', '0', '0', '2047'], 'pool_3.0.0.0.2047'],
])('%j is written %s and read back', (path, text) => {
  expect(formatPath(path)).toBe(text)
  expect(parsePath(text)).toEqual(path)
})

test('malformed text is one element', () => {
  expect(parsePath('"open')).toEqual(['"open'])
  expect(parsePath('a"b')).toEqual(['a"b'])
})
