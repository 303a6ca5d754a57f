import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.csv': 'text/csv; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

/** Answers with a file of a folder.
 *  @param path decoded, with a leading slash
 *  @param headers of every answer
 *  @returns false where the folder has no such file, or it lies outside (by `..` or a link) */
export async function serveFolder(
  folder: string,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  headers: Record<string, string>,
): Promise<boolean> {
  if (path.includes('\0')) return false
  const root = await realpath(folder).catch(() => undefined)
  if (root === undefined) return false
  const file = await realpath(join(root, path)).catch(() => undefined)
  if (file === undefined || !file.startsWith(root + sep)) return false
  const stats = await stat(file)
  if (!stats.isFile()) return false
  const tag = `"${stats.size.toString(36)}-${Math.round(stats.mtimeMs).toString(36)}"`
  const common = {
    ...headers,
    ETag: tag,
    // What the build named by its content never changes; all else is asked for again each time.
    'Cache-Control': /\/assets\/[^/]+-[\w-]{8}\.\w+$/.test(path)
      ? 'public, max-age=31536000, immutable'
      : 'no-cache',
  }
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304, common).end()
    return true
  }
  const type = TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream'
  response.writeHead(200, { ...common, 'Content-Type': type, 'Content-Length': stats.size })
  if (request.method === 'HEAD') response.end()
  else await pipeline(createReadStream(file), response).catch(() => response.destroy())
  return true
}
