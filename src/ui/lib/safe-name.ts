/** A file name that means the same in a path, a URL and SQL: letters, digits, dot, dash and underscore. */
export function safeName(name: string): string {
  const safe = name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9._-]+/g, '_')
    .replace(/^[._]+/, '')
  return safe.slice(-80) || 'file'
}

/** The start of the SHA-256 of some bytes: tells two files of one name apart, and keeps one file from being stored twice. */
export async function shortDigest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest.subarray(0, 6), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
