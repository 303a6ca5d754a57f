// The memory that importing a CSV file takes, by the file's size: the peak of the resident set of a process of its own that
// streams so many megabytes through `import.text` into a folder, less what the same process takes for a file of 1 MB.
//
// npx tsx bench/datasets/import-memory.bench.ts [MEGABYTES...]      1 100 400 by default
// Prints JSON and writes it to bench/datasets/results/import-memory.json.
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openFolderStorage } from '../../src/server/folder-storage.ts'
import { bodyOf, openTestEngine } from '../../tests/conformance/open-test-engine.ts'

const ROWS_A_PIECE = 4_000
const row = (i: number): string =>
  `${i},${(i * 7919) % 1000},${i / 7},alpha bravo ${i % 1000},charlie,2024-01-${10 + (i % 18)},${i & 1},text of row ${i}`

/** A file of about so many bytes, made while it is read. */
function makeFile(bytes: number): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let made = 0
  let next = 0
  return new ReadableStream({
    pull(controller) {
      const lines = Array.from({ length: ROWS_A_PIECE }, (_, i) => row(next + i))
      const piece = encoder.encode(
        `${next === 0 ? 'id,k,score,title,word,day,flag,text\n' : ''}${lines.join('\n')}\n`,
      )
      next += ROWS_A_PIECE
      made += piece.length
      controller.enqueue(piece)
      if (made >= bytes) controller.close()
    },
  })
}

async function importOne(megabytes: number): Promise<object> {
  const folder = await mkdtemp(join(tmpdir(), 'mldb-web-import-'))
  const fetch = (async () => new Response(makeFile(megabytes * 1e6))) as unknown as typeof globalThis.fetch
  try {
    const api = await openTestEngine({ storage: await openFolderStorage(folder), fetch })
    const start = performance.now()
    const params = { dataFileUrl: 'https://example.org/big.csv', outputDataset: 'big' }
    bodyOf(await api.put('/v1/procedures/import', { type: 'import.text', params }))
    const seconds = Math.round((performance.now() - start) / 100) / 10
    const { status } = bodyOf<{ status: { rowCount: number } }>(await api.get('/v1/datasets/big'))
    api.engine.close()
    return {
      megabytes,
      rows: status.rowCount,
      seconds,
      peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

const own = fileURLToPath(import.meta.url)
if (process.argv[2] === '--one') console.info(JSON.stringify(await importOne(Number(process.argv[3]))))
else {
  const sizes = process.argv.length > 2 ? process.argv.slice(2) : ['1', '100', '400']
  const results = sizes.map((size) => {
    const output = execFileSync(process.execPath, ['--import', 'tsx', own, '--one', size], {
      encoding: 'utf8',
    })
    return JSON.parse(output) as object
  })
  const entry = {
    bench: 'import-memory',
    when: new Date().toISOString(),
    cpu: cpus()[0]?.model,
    node: process.version,
    results,
  }
  await writeFile('bench/datasets/results/import-memory.json', `${JSON.stringify(entry, null, 2)}\n`)
  console.info(JSON.stringify(entry, null, 2))
}
