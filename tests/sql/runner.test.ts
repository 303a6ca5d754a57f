import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createTestWorld } from './datasets.ts'
import { answer, readCases } from './sql-file.ts'

const root = new URL('.', import.meta.url).pathname

const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.sql'))

test('there are 1,500 statements to check, each once', () => {
  const cases = files.flatMap((file) => readCases(readFileSync(join(root, file), 'utf8')))
  console.log(`${cases.length} statements in ${files.length} files`)
  expect(new Set(cases.map(({ statement }) => statement)).size).toBeGreaterThan(1500)
})

describe.each(files)('%s', (file) => {
  for (const { title, statement, expected } of readCases(readFileSync(join(root, file), 'utf8'))) {
    test(title, async () => {
      const world = await createTestWorld()
      try {
        expect(await answer(world.sql, statement)).toEqual(expected)
      } finally {
        world.database.close()
      }
    })
  }
})
