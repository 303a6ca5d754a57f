import { beforeAll, expect, test } from 'vitest'
import { datasetTypes } from '../../src/engine/datasets/index.ts'
import { bodyOf, openTestEngine, type TestEngine } from './open-test-engine.ts'

let api: TestEngine
beforeAll(async () => {
  api = await openTestEngine()
})

test('kinds, types, parameters and documentation', async () => {
  expect(bodyOf(await api.get('/v1/types'))).toEqual(['datasets', 'functions', 'procedures'])
  expect(bodyOf(await api.get('/v1/types/datasets'))).toEqual(datasetTypes.map(({ type }) => type))
  expect(bodyOf(await api.get('/v1/types/procedures?details=true'))).toContainEqual(
    expect.objectContaining({ type: 'transform', packageName: 'builtin', description: expect.any(String) }),
  )
  const { configType } = bodyOf<{ configType: { fields: { name: string }[] } }>(
    await api.get('/v1/types/procedures/import.text/info'),
  )
  expect(configType).toMatchObject({ kind: 'STRUCTURE', typeName: 'import.text' })
  expect(configType.fields.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['dataFileUrl', 'runOnCreation']),
  )
  expect(configType.fields.find(({ name }) => name === 'delimiter')).toMatchObject({
    type: 'string',
    default: ',',
  })
  expect((await api.get('/v1/types/procedures/transform/doc')).body).toContain('| inputData | query |')
  expect((await api.get('/v1/types/plugins')).status).toBe(404)
  expect((await api.get('/v1/types/functions/none/info')).status).toBe(404)
  expect(bodyOf(await api.get('/v1/typeInfo?type=string'))).toEqual({ kind: 'STRING', typeName: 'string' })
  expect((await api.get('/v1/typeInfo')).status).toBe(400)
})
