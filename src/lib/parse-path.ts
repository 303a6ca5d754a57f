// lib/ holds pure helpers without a domain word; one function per file, named like the file.

/** Reads the text form of a path: elements joined by '.', an element in double quotes may hold anything.
 *  `x."a.b"` gives `['x', 'a.b']`; the empty text and `""` give one empty element. Never throws: what is no
 *  well-formed path is taken as one element. */
export function parsePath(text: string): string[] {
  const elements: string[] = []
  let at = 0
  for (;;) {
    if (text[at] === '"') {
      let element = ''
      let i = at + 1
      for (;;) {
        const quote = text.indexOf('"', i)
        if (quote < 0) return [text]
        element += text.slice(i, quote)
        i = quote + 1
        if (text[i] !== '"') break
        element += '"'
        i++
      }
      elements.push(element)
      at = i
    } else {
      const dot = text.indexOf('.', at)
      const end = dot < 0 ? text.length : dot
      const element = text.slice(at, end)
      if (element.includes('"')) return [text]
      elements.push(element)
      at = end
    }
    if (at === text.length) return elements
    if (text[at] !== '.') return [text]
    at++
  }
}
