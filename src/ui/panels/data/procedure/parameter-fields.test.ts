import { describe, expect, it } from 'vitest'
import type { ParameterInfo } from '../../../../contract/rest.ts'
import { fieldKind, initialValue, missingFields, outputOf, toConfig } from './parameter-fields.ts'

const parameter = (name: string, kind: string, rest: Partial<ParameterInfo> = {}): ParameterInfo => ({
  name,
  kind,
  type: kind.toLowerCase(),
  comment: '',
  required: false,
  ...rest,
})
const PARAMETERS = [
  parameter('inputData', 'ANY', { type: 'query', required: true }),
  parameter('outputDataset', 'ANY', { type: 'output dataset', required: true }),
  parameter('count', 'INTEGER', { default: 10 }),
  parameter('quiet', 'BOOLEAN', { default: false }),
  parameter('mode', 'ENUM', { values: ['a', 'b'], default: 'a' }),
  parameter('buckets', 'MAP', { default: {} }),
  parameter('name', 'STRING', { default: 'key' }),
]

describe('fields of parameters', () => {
  it('are of the kind that the schema says', () => {
    expect(PARAMETERS.map(fieldKind)).toEqual(['sql', 'text', 'number', 'check', 'choice', 'json', 'text'])
    expect(PARAMETERS.map(initialValue)).toEqual(['', '', '10', false, 'a', '{}', 'key'])
  })

  it('come to a configuration of what was changed', () => {
    expect(toConfig('melt', PARAMETERS, {})).toEqual({ type: 'melt', params: {} })
    const values = {
      inputData: 'SELECT 1',
      outputDataset: 'o',
      count: '3',
      quiet: true,
      mode: 'a',
      buckets: '{"b": [0, 50]}',
      name: '',
    }
    const params = {
      inputData: 'SELECT 1',
      outputDataset: 'o',
      count: 3,
      quiet: true,
      buckets: { b: [0, 50] },
      name: '',
    }
    expect(toConfig('melt', PARAMETERS, values)).toEqual({ type: 'melt', params })
    expect(outputOf({ type: 'melt', params })).toBe('o')
  })

  it('leave to the engine what is no number, and name what is no JSON', () => {
    expect(toConfig('melt', PARAMETERS, { count: 'many' }).params).toEqual({ count: 'many' })
    expect(toConfig('melt', PARAMETERS, { buckets: ' ' }).params).toEqual({ buckets: null })
    expect(() => toConfig('melt', PARAMETERS, { buckets: '{b}' })).toThrow(/^buckets is not valid JSON/)
  })

  it('say what is missing', () => {
    expect(missingFields(PARAMETERS, { inputData: ' ' })).toEqual(['inputData', 'outputDataset'])
    expect(missingFields(PARAMETERS, { inputData: 'SELECT 1', outputDataset: 'o' })).toEqual([])
  })
})
