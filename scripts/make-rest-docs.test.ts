import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { makeRestDocs } from './make-rest-docs.ts'

test('docs/rest.md is what the declarations say', () => {
  const written = readFileSync(new URL('../docs/rest.md', import.meta.url), 'utf8')
  expect(written, 'run `npx tsx scripts/make-rest-docs.ts`').toBe(makeRestDocs())
})
