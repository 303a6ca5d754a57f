/** The route of a stored file: `images/a b.jpg` or `file:///images/a b.jpg` gives `/v1/files/images/a%20b.jpg`. */
export function filePath(path: string): string {
  const elements = path.replace(/^file:\/\//, '').split('/')
  return `/v1/files/${elements
    .filter((element) => element !== '')
    .map(encodeURIComponent)
    .join('/')}`
}
