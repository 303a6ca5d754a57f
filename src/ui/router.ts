/** A view: the panel, what in it is open, and its state. Kept in the address after `#`, so that it can be linked to and
 *  is never sent to a server. */
export interface Route {
  panel: string
  rest: string[]
  parameters: Record<string, string>
}

/** `#/data/datasets/images?x=1` as a route. */
export function parseHash(hash: string): Route {
  const text = hash.replace(/^#\/?/, '')
  const question = text.indexOf('?')
  const path = question < 0 ? text : text.slice(0, question)
  const [panel = '', ...rest] = path.split('/').map(decode)
  const parameters = Object.fromEntries(new URLSearchParams(question < 0 ? '' : text.slice(question + 1)))
  return { panel, rest: rest.filter((element) => element !== ''), parameters }
}

/** The address of a route. */
export function toHash({ panel, rest = [], parameters = {} }: Partial<Route> & { panel: string }): string {
  const path = [panel, ...rest].map(encodeURIComponent).join('/')
  const query = new URLSearchParams(parameters).toString()
  return `#/${path}${query && `?${query}`}`
}

function decode(element: string): string {
  try {
    return decodeURIComponent(element)
  } catch {
    return element
  }
}
