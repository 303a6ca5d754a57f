import type { Page } from 'playwright-core'

/** What a loop of the workload writes, as generations: each is one write that a reader must see whole or not at all. */
export const WRITERS = ['record', 'update', 'import', 'transform', 'victim', 'function'] as const
export type Writer = (typeof WRITERS)[number]

export const SEED_ROWS = 5_000
export const IMPORT_ROWS = 40_000
export const ROWS_A_RECORDING = 5
export const UPDATED_ROWS = 20
/** Long enough that the log of the updates becomes a chunk every few of them. */
export const UPDATED_TEXT = 'x'.repeat(4_000)

/** What the page says of a write: before it is sent, when it was answered, and when an answer was an error. */
export type Report =
  | { writer: Writer; generation: number; event: 'sent' | 'acknowledged' }
  | { failure: string }

/** Starts all writers at once, each writing as fast as it is answered, until the page dies. Even generations of the
 *  victim are a dataset, odd ones its absence.
 *  @param first generation that each writer starts with */
export function startWorkload(page: Page, first: Record<Writer, number>): Promise<void> {
  return page.evaluate(runWriters, {
    first,
    importRows: IMPORT_ROWS,
    batch: ROWS_A_RECORDING,
    updatedRows: UPDATED_ROWS,
    updatedText: UPDATED_TEXT,
  })
}

// Runs in the page: nothing outside it can be seen from here.
function runWriters(given: {
  first: Record<string, number>
  importRows: number
  batch: number
  updatedRows: number
  updatedText: string
}): void {
  const { mldb, report } = window as unknown as {
    mldb: { request(request: object): Promise<{ status: number; body: unknown }> }
    report(report: object): Promise<void>
  }
  const send = async (method: string, path: string, body?: unknown): Promise<void> => {
    const answer = await mldb.request({ method, path, body })
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`)
  }
  const procedure = (id: string, type: string, params: object): Promise<void> =>
    send('PUT', `/v1/procedures/${id}`, { type, params })
  const rowsOf = (prefix: string, generation: number) =>
    Array.from({ length: given.batch }, (_, i) => [`${prefix}${generation}_${i}`, [['n', generation, 0]]])
  const write: Record<string, (generation: number) => Promise<void>> = {
    async record(generation) {
      await send('POST', '/v1/datasets/log/multirows', rowsOf('r', generation))
      if (generation % 3 === 0) await send('POST', '/v1/datasets/log/commit', {})
    },
    // The same rows again and again, all of their cells at once.
    async update(generation) {
      const cells = [
        ['generation', generation, generation],
        ['text', `${generation} ${given.updatedText}`, generation],
      ]
      const rows = Array.from({ length: given.updatedRows }, (_, i) => [`row${i}`, cells])
      await send('POST', '/v1/datasets/updated/multirows', rows)
      await send('POST', '/v1/datasets/updated/commit', {})
    },
    import(generation) {
      const lines = Array.from(
        { length: given.importRows },
        (_, i) => `${i},${generation},some text of row ${i}`,
      )
      return procedure('import', 'import.text', {
        text: ['i,generation,text', ...lines].join('\n'),
        outputDataset: 'imported',
      })
    },
    transform: (generation) =>
      procedure('transform', 'transform', {
        inputData: `SELECT i, i * 2 AS twice, ${generation} AS generation FROM seed`,
        outputDataset: 'transformed',
      }),
    async victim(generation) {
      if (generation % 2) return send('DELETE', '/v1/datasets/victim')
      await procedure('victim', 'transform', {
        inputData: `SELECT i, ${generation} AS generation FROM seed LIMIT 100`,
        outputDataset: 'victim',
      })
    },
    function: (generation) =>
      send('PUT', '/v1/functions/f', {
        type: 'sql.expression',
        params: { expression: `${generation} AS generation` },
      }),
  }
  for (const [writer, first] of Object.entries(given.first)) {
    void (async () => {
      for (let generation = first; ; generation++) {
        await report({ writer, generation, event: 'sent' })
        await write[writer]!(generation)
        await report({ writer, generation, event: 'acknowledged' })
      }
    })().catch((error) => report({ failure: `${writer}: ${error}` }))
  }
}
