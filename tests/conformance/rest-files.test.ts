import { beforeAll, expect, test } from 'vitest'
import { bodyOf, openTestEngine, type TestEngine } from './open-test-engine.ts'

let api: TestEngine
beforeAll(async () => {
  api = await openTestEngine()
})

test('bytes and text are written, listed, read and deleted', async () => {
  const bytes = new Uint8Array([0, 1, 255])
  expect(await api.put('/v1/files/images/a%20b.png', bytes)).toMatchObject({
    status: 201,
    body: { path: 'images/a b.png', sizeBytes: 3, url: 'file:///images/a b.png' },
  })
  bodyOf(await api.put('/v1/files/t.csv', 'a,b\n'))
  expect(bodyOf(await api.get('/v1/files'))).toEqual(
    expect.arrayContaining([
      { path: 'images/a b.png', sizeBytes: 3, contentType: 'image/png' },
      { path: 't.csv', sizeBytes: 4, contentType: 'text/csv' },
    ]),
  )
  expect(bodyOf(await api.get('/v1/files?prefix=images/'))).toHaveLength(1)
  const read = await api.get('/v1/files/images/a%20b.png')
  expect(read.body).toEqual(bytes)
  expect(read.headers['Content-Type']).toBe('image/png')
  expect((await api.delete('/v1/files/t.csv')).status).toBe(204)
  expect((await api.get('/v1/files/t.csv')).status).toBe(404)
})

test('a page is never served as one, and paths stay inside', async () => {
  bodyOf(await api.put('/v1/files/evil.html', '<script>1</script>'))
  expect((await api.get('/v1/files/evil.html')).headers['Content-Type']).toBe('application/octet-stream')
  expect((await api.put('/v1/files/a/..%2f..%2fb', 'x')).status).toBe(400)
  expect((await api.put('/v1/files/x', { not: 'bytes' })).status).toBe(400)
})
