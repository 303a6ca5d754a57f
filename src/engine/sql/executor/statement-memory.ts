/** What SQLite functions in JavaScript keep while a statement runs. SQLite carries its number, as an argument of each
 *  call. */
export class StatementMemory {
  private readonly ids: number[] = []

  /** @returns the number by which `recall` finds it */
  keep(thing: object): number {
    const id = ++lastId
    things.set(id, thing)
    this.ids.push(id)
    return id
  }

  isEmpty(): boolean {
    return this.ids.length === 0
  }

  clear(): void {
    for (const id of this.ids) things.delete(id)
    this.ids.length = 0
  }
}

const things = new Map<number, object>()
let lastId = 0

/** What a statement that is running keeps under a number. */
export const recall = <T extends object>(id: unknown): T => things.get(id as number) as T
