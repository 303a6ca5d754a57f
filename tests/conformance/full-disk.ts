// What must hold when storage is full, over REST alone, whatever the storage: whatever was asked
// for fails with a clear error, everything else is as before and can be used, and deleting makes room.

/** Sends a request. The answer's body is JSON. */
export type Send = (
  method: string,
  path: string,
  body?: unknown,
) => Promise<{ status: number; body: unknown }>

export interface FullDisk {
  send: Send
  /** From now on storage takes so many bytes more; `undefined`: as many as there are. */
  leave(bytes: number | undefined): Promise<void>
  /** Opens the same storage again, as after a reload. */
  reopen(): Promise<void>
}

/** Rows whose text does not fit into what is left. */
const LARGE_ROWS = 20_000
const LEFT_BYTES = 300_000

const csv = (rows: number): string =>
  ['i,text', ...Array.from({ length: rows }, (_, i) => `${i},${noise(i + 1, 70)}`)].join('\n')

/** A text that cannot be packed: browsers pack what they store. */
function noise(seed: number, length: number): string {
  let state = seed
  const next = (): string => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return String.fromCharCode(48 + (state >>> 26))
  }
  return Array.from({ length }, next).join('')
}

const importFile = (outputDataset: string, name: string) => ({
  type: 'import.text',
  params: { dataFileUrl: `file:///${name}`, outputDataset },
})

/** What is asked for while nothing fits, by name. */
const ATTEMPTS: Record<string, [method: string, path: string, body: unknown]> = {
  'an import': ['PUT', '/v1/procedures/big', importFile('big', 'large.csv')],
  'an import in place of what is there': ['PUT', '/v1/procedures/again', importFile('kept', 'large.csv')],
  'a transform': [
    'PUT',
    '/v1/procedures/wide',
    {
      type: 'transform',
      params: {
        inputData: 'SELECT a.text AS text, b.text AS other FROM kept AS a JOIN kept AS b ON a.i < 10',
        outputDataset: 'wide',
      },
    },
  ],
  'recorded rows': [
    'POST',
    '/v1/datasets/log/multirows',
    Array.from({ length: 100 }, (_, i) => [`r${i}`, [['text', noise(i, 10_000), 0]]]),
  ],
  'an export': [
    'PUT',
    '/v1/procedures/export',
    {
      type: 'export.csv',
      params: {
        exportData: 'SELECT a.text AS text, b.text AS other FROM kept AS a JOIN kept AS b ON a.i < 4',
        dataFileUrl: 'file:///out.csv',
      },
    },
  ],
  'a file': ['PUT', '/v1/files/large.txt', csv(LARGE_ROWS)],
  'a procedure with a long text': [
    'PUT',
    '/v1/procedures/long',
    { type: 'import.text', params: { text: csv(LARGE_ROWS), outputDataset: 'long' } },
  ],
}

/** @throws Error with the first thing that does not hold */
export async function checkFullDisk({ send, leave, reopen }: FullDisk): Promise<void> {
  const succeed = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await send(method, path, body)
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const query = (q: string): Promise<unknown> =>
    succeed('GET', `/v1/query?format=table&q=${encodeURIComponent(q)}`)
  const look = async (): Promise<string> =>
    JSON.stringify([
      await succeed('GET', '/v1/datasets'),
      await query('SELECT count(*), sum(i), min(text), max(text) FROM kept'),
      await query('SELECT * FROM log'),
      await succeed('GET', '/v1/integrity'),
      await succeed('GET', '/v1/files'),
    ])

  await succeed('PUT', '/v1/files/small.csv', csv(2_000))
  await succeed('PUT', '/v1/files/large.csv', csv(LARGE_ROWS))
  await succeed('PUT', '/v1/procedures/first', importFile('kept', 'small.csv'))
  await succeed('PUT', '/v1/datasets/log', { type: 'sparse.mutable' })
  await succeed('POST', '/v1/datasets/log/rows', { rowName: 'r', columns: [['n', 1, 0]] })
  await succeed('POST', '/v1/datasets/log/commit', {})
  const before = await look()

  await leave(LEFT_BYTES)
  for (const [what, [method, path, body]] of Object.entries(ATTEMPTS)) {
    const { status, body: answer } = await send(method, path, body)
    const text = JSON.stringify(answer)
    if (status < 400 || !/storage-full/.test(text)) throw new Error(`${what}: ${status} ${text}`)
    if (!/storage is full: .* MB more are needed.* Nothing was changed; delete datasets/s.test(text)) {
      throw new Error(`${what}: the message says too little: ${text}`)
    }
    const after = await look()
    if (after !== before) throw new Error(`${what} changed something:\n${before}\n${after}`)
  }
  await reopen()
  const again = await look()
  if (again !== before) throw new Error(`opened again, it is not as before:\n${before}\n${again}`)

  // What the error says can be done.
  await leave(0)
  await succeed('DELETE', '/v1/datasets/kept')
  await leave(undefined)
  await succeed('PUT', '/v1/procedures/big', importFile('big', 'large.csv'))
  await reopen()
  if (
    JSON.stringify(await query('SELECT count(*) FROM big')) !==
    JSON.stringify([
      ['_rowName', 'count(*)'],
      ['[]', LARGE_ROWS],
    ])
  )
    throw new Error(`the import after it: ${JSON.stringify(await query('SELECT count(*) FROM big'))}`)
}
