import type { Call } from '../../../contract/progress.ts'
import type { BoundFrom } from '../binder/bound.ts'
import type { Catalog } from '../catalog.ts'
import type { Plan } from '../planner/stage.ts'

/** Has the tables of a plan loaded, with those of their columns that it reads. */
export async function loadTables(catalog: Catalog, plan: Plan, call: Call): Promise<void> {
  const columns = known.get(plan) ?? columnsOf(plan)
  known.set(plan, columns)
  for (const id of plan.datasets) await catalog.load(id, call, columns.get(id) ?? new Set())
}

/** Plans are kept and run again. */
const known = new WeakMap<Plan, ReadonlyMap<string, ReadonlySet<string>>>()

/** What leads to no expression of a query, and may be large. */
const LEAVES = new Set(['type', 'builtin', 'fn', 'path'])

/** Where rows are looked for. */
const LOOKUPS = new Set(['where', 'on', 'groupBy', 'orderBy'])

/** Names of the columns that a plan reads of each dataset; `_name` where it looks rows up by it. */
function columnsOf({ query, stages }: Plan): Map<string, Set<string>> {
  const tables: Extract<BoundFrom, { kind: 'table' }>[] = []
  const columns = new Map<number, Set<string>>()
  const seen = { elsewhere: new Set<unknown>(), inLookup: new Set<unknown>() }
  // Whatever kinds of nodes there are: a column that was overlooked would read as NULL.
  const visit = (node: unknown, place: keyof typeof seen): void => {
    if (typeof node !== 'object' || node === null || ArrayBuffer.isView(node) || seen[place].has(node)) return
    seen[place].add(node)
    if (Array.isArray(node)) {
      for (const child of node) visit(child, place)
      return
    }
    const { kind, source, name } = node as { kind?: string; source?: number; name?: string }
    if (kind === 'const') return
    if (kind === 'column') {
      if (name === '_name' && place === 'elsewhere') return
      const names = columns.get(source!) ?? new Set()
      columns.set(source!, names.add(name!))
      return
    }
    if (kind === 'table') tables.push(node as (typeof tables)[number])
    for (const [key, child] of Object.entries(node))
      if (!LEAVES.has(key)) visit(child, LOOKUPS.has(key) ? 'inLookup' : place)
  }
  visit(query, 'elsewhere')
  visit(stages, 'elsewhere')
  const read = new Map<string, Set<string>>()
  for (const { dataset, source } of tables) {
    read.set(dataset, new Set([...(read.get(dataset) ?? []), ...(columns.get(source) ?? [])]))
  }
  return read
}
