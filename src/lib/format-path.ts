// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be quoted
const NEEDS_QUOTES = /[."\u0000-\u001f\u007f]/

/** The text form of a path, the inverse of `parsePath`: `['x', 'a.b']` gives `x."a.b"`. */
export const formatPath = (path: readonly string[]): string =>
  path.length === 1 ? formatElement(path[0]!) : path.map(formatElement).join('.')

const formatElement = (element: string): string =>
  element === '' || NEEDS_QUOTES.test(element) ? `"${element.replaceAll('"', '""')}"` : element
