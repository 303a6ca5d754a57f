import type { Atom, Embedding, Path, Value } from '../../../contract/values.ts'

/** The atoms of a value with their paths, in order: what storing or returning it makes of it. An atom gives itself
 *  under the prefix; row `{x: {y: 1}}` gives `x.y`; an embedding gives its indexes, `e.0.2`. */
export function flattenValue(value: Value, prefix: Path = []): [Path, Atom][] {
  const atoms: [Path, Atom][] = []
  visitAtoms(value, prefix, (path, atom) => atoms.push([path, atom]))
  return atoms
}

/** Calls `visit` for every atom of a value, without making a list of them. */
export function visitAtoms(value: Value, prefix: Path, visit: (path: Path, atom: Atom) => void): void {
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) visit(prefix, value)
  else if (value.kind === 'row') {
    for (const [path, inner] of value.columns) visitAtoms(inner, [...prefix, ...path], visit)
  } else if (value.kind === 'embedding') {
    for (let i = 0; i < value.data.length; i++)
      visit([...prefix, ...indexPath(value.shape, i)], value.data[i]!)
  } else visit(prefix, value)
}

/** The path elements of the i-th number of an embedding: row-major indexes without padding. */
export function indexPath(shape: Embedding['shape'], i: number): string[] {
  const elements: string[] = new Array(shape.length)
  let rest = i
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    elements[axis] = String(rest % shape[axis]!)
    rest = Math.floor(rest / shape[axis]!)
  }
  return elements
}
