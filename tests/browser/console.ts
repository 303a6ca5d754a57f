import type { Page } from 'playwright-core'

/** What the page's console object answers. */
export interface Answer<Body = unknown> {
  status: number
  body: Body
}

/** One REST call through the object `mldb` that the page gives to its console. Bytes cross as an array of numbers. */
export function send<Body = unknown>(
  page: Page,
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Answer<Body>> {
  return page.evaluate(
    async ([method, path, body, bytes]) => {
      const { mldb } = window as unknown as { mldb: { request(request: object): Promise<unknown> } }
      return (await mldb.request({ method, path, body: bytes ? new Uint8Array(bytes) : body })) as never
    },
    [
      method,
      path,
      body instanceof Uint8Array ? undefined : body,
      body instanceof Uint8Array ? [...body] : undefined,
    ] as const,
  )
}

/** The rows of a query, format aos. */
export async function rows(page: Page, sql: string): Promise<Record<string, unknown>[]> {
  const { body } = await send<Record<string, unknown>[]>(
    page,
    'GET',
    `/v1/query?format=aos&q=${encodeURIComponent(sql)}`,
  )
  return body
}

/** Waits until the page's engine answers. */
export async function engineReady(page: Page): Promise<void> {
  await page.waitForFunction(() => 'mldb' in window)
  await send(page, 'GET', '/v1/datasets')
}
