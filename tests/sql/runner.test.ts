import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createTestWorld } from './datasets.ts'
import { answer, readCases } from './sql-file.ts'

const root = new URL('.', import.meta.url).pathname

const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.sql'))

test('there are statements to check', () => expect(files.length).toBeGreaterThan(5))

describe.each(files)('%s', (file) => {
  for (const { title, statement, expected } of readCases(readFileSync(join(root, file), 'utf8'))) {
    test(title, async () => {
      const world = await createTestWorld()
      expect(await answer(world.sql, statement)).toEqual(expected)
    })
  }
})
