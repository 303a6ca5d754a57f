import type { Extent } from '../span.ts'

/** Calls of one function that are told apart in one statement; more than that share a name, and none has a place. */
const MOST_SITES = 16

/** Where the calls of functions in JavaScript stand in the text of a statement. SQLite tells calls by the name of their
 *  function only, so calls with different arguments go by different names; equal calls fail alike, so they go by one. */
export class CallSites {
  private readonly arguments = new Map<string, string[]>()
  private readonly places = new Map<string, Extent>()

  /** The number of a call among those of its function.
   *  @param of the function by its first name
   *  @param args their SQL */
  numberOf(of: string, args: string): number {
    const known = this.arguments.get(of) ?? []
    this.arguments.set(of, known)
    const number = known.indexOf(args)
    if (number >= 0 || known.length >= MOST_SITES) return number >= 0 ? number : MOST_SITES
    return known.push(args) - 1
  }

  /** Notes where the calls of a name stand; the first counts. */
  note(name: string, number: number, place: Extent | undefined): void {
    if (place && number < MOST_SITES && !this.places.has(name)) this.places.set(name, place)
  }

  placeOf(name: string): Extent | undefined {
    return this.places.get(name)
  }
}
