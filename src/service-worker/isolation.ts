const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/** The same answer with the headers that make a page cross-origin isolated, so that its workers may share memory. */
export function withIsolation(response: Response): Response {
  // An opaque answer or a redirect cannot be built anew.
  if (response.status === 0 || response.type === 'opaqueredirect') return response
  const headers = new Headers(response.headers)
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value)
  const { status, statusText } = response
  const hasBody = status !== 204 && status !== 304
  return new Response(hasBody ? response.body : null, { status, statusText, headers })
}
