import { EngineError } from '../../../contract/errors.ts'
import { empty, json, type Route } from '../route.ts'

const put: Route['handle'] = async ({ api, path, request }) => {
  const { body } = request
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  if (!(bytes instanceof Uint8Array)) {
    throw new EngineError('invalid-argument', `the body of a file must be bytes or text, not ${typeof body}`)
  }
  await api.context.files.write(path.path!, bytes)
  return json({ path: path.path, sizeBytes: bytes.length, url: `file:///${path.path}` }, 201, {
    Location: `/v1/files/${path.path!.split('/').map(encodeURIComponent).join('/')}`,
  })
}

/** The virtual file system behind `file:///` URLs. */
export const fileRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/v1/files',
    summary: 'All files, with their sizes; `?prefix=` narrows them.',
    handle: async ({ api, query }) => json(await api.context.files.list(query.get('prefix') ?? '')),
  },
  {
    method: 'GET',
    pattern: '/v1/files/:path*',
    summary: 'The bytes of a file.',
    async handle({ api, path }) {
      const bytes = await api.context.files.read(path.path!)
      if (!bytes) throw new EngineError('not-found', `file '${path.path}' does not exist`)
      const [file] = (await api.context.files.list(path.path!)).filter((info) => info.path === path.path)
      return {
        status: 200,
        // Never as something that a browser would run: these bytes are the user's.
        headers: {
          'Content-Type': file?.contentType ?? 'application/octet-stream',
          'X-Content-Type-Options': 'nosniff',
        },
        body: bytes,
      }
    },
  },
  { method: 'PUT', pattern: '/v1/files/:path*', summary: 'Writes a file.', handle: put },
  {
    method: 'DELETE',
    pattern: '/v1/files/:path*',
    summary: 'Deletes a file.',
    async handle({ api, path }) {
      await api.context.files.delete(path.path!)
      return empty()
    },
  },
]
