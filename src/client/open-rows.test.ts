import { expect, it, vi } from 'vitest'
import { EngineError } from '../contract/errors.ts'
import { openRows } from './open-rows.ts'

/** An engine whose cursors can be forgotten. */
function createEngine() {
  let opened = 0
  const known = new Set<string>()
  const get = vi.fn(async (path: string, parameters?: Record<string, unknown>) => {
    const id = path.split('/')[3]!
    if (!known.has(id)) throw new EngineError('not-found', `the cursor '${id}' is closed`)
    return { id, parameters }
  })
  const post = vi.fn(async () => {
    const id = `c${++opened}`
    known.add(id)
    return { id, rowCount: opened * 10, columns: [] }
  })
  const remove = vi.fn(async (path: string) => void known.delete(path.split('/')[3]!))
  return { client: { get, post, delete: remove } as never, known, get, post, remove }
}

it('runs the statement again, once, where the engine forgot its rows', async () => {
  const { client, known, post, remove } = createEngine()
  const rows = await openRows(client, { q: 'SELECT 1', dialect: 'mldb' })
  const reopened = vi.fn()
  rows.onReopen(reopened)
  expect(await rows.page(5, 10)).toMatchObject({ id: 'c1', parameters: { offset: 5, limit: 10 } })
  known.clear()
  const pages = await Promise.all([rows.page(0, 10), rows.page(10, 10)])
  expect(pages).toMatchObject([{ id: 'c2' }, { id: 'c2' }])
  expect(post).toHaveBeenCalledTimes(2)
  expect(reopened).toHaveBeenCalledTimes(1)
  expect(rows.info().rowCount).toBe(20)
  rows.close()
  expect(remove).toHaveBeenCalledWith('/v1/cursors/c2')
})

it('does not open again what was closed, nor hide another failure', async () => {
  const { client, known, get, post } = createEngine()
  const rows = await openRows(client, { q: 'SELECT 1', dialect: 'mldb' })
  get.mockRejectedValueOnce(new EngineError('internal', 'broken'))
  await expect(rows.page(0, 1)).rejects.toMatchObject({ code: 'internal' })
  known.clear()
  rows.close()
  await expect(rows.page(0, 1)).rejects.toMatchObject({ code: 'not-found' })
  expect(post).toHaveBeenCalledTimes(1)
})
