import { expect, test } from 'vitest'
import { nearestName } from './nearest-name.ts'

const known = ['dataFileUrl', 'outputDataset', 'delimiter', 'limit']

test.each([
  ['dataFileURL', 'dataFileUrl'],
  ['delimeter', 'delimiter'],
  ['outputDatset', 'outputDataset'],
  ['limti', 'limit'],
])('%s is near %s', (name, nearest) => expect(nearestName(name, known)).toBe(nearest))

test('letters that changed places are one edit, so that the name meant is nearer than another', () =>
  expect(nearestName('JION', ['IN', 'JOIN', 'UNION'])).toBe('JOIN'))

test('a name like no other has no neighbour', () => {
  expect(nearestName('zebra', known)).toBeUndefined()
  expect(nearestName('Ann', ['age', 'name'])).toBeUndefined()
})
