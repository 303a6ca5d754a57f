/** The path element that stands for a label under `score` and `scores`: a number by its text, a text by its JSON, quotes
 *  included, so that '1' and 1 stay apart. */
export const labelElement = (label: string | number): string =>
  typeof label === 'number' ? String(label) : JSON.stringify(label)

/** The inverse of `labelElement`; what is neither is taken as a text. */
export function parseLabelElement(element: string): string | number {
  if (element.startsWith('"')) {
    try {
      return String(JSON.parse(element))
    } catch {
      return element
    }
  }
  const number = Number(element)
  return element.trim() !== '' && !Number.isNaN(number) ? number : element
}
