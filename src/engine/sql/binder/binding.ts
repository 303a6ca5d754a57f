import { EngineError, type ErrorCode } from '../../../contract/errors.ts'
import type { Value } from '../../../contract/values.ts'
import { nearestName } from '../../../lib/nearest-name.ts'
import type { Window } from '../ast.ts'
import type { Builtin } from '../builtins/define-builtin.ts'
import type { Catalog } from '../catalog.ts'
import { type Extent, errorAt } from '../span.ts'
import type { Bound } from './bound.ts'
import type { SourceTimes } from './times.ts'

/** What binding one statement needs and collects. `text` is what the tree at hand was parsed from: the body of a
 *  function has its own. */
export interface Binding {
  catalog: Catalog
  builtins: ReadonlyMap<string, Builtin>
  parameters: Readonly<Record<string, Value>>
  text: string
  /** Functions whose bodies are being bound, outermost first. */
  inlining: readonly string[]
  /** Windows that the select at hand names. */
  windows?: ReadonlyMap<string, Window>
  state: BindingState
}

export interface BindingState {
  /** The whole statement. */
  text: string
  sources: number
  names: number
  /** What is probably a mistake, such as names that no column has, by the message without its place. */
  warnings: Map<string, string>
  /** Where a column was written. */
  places: WeakMap<Bound, Extent>
  /** Times of sources, by their number. */
  times: Map<number, SourceTimes>
  /** Datasets that the statement reads. */
  datasets: Set<string>
}

/** A fresh binding of a statement. */
export const createBinding = (
  catalog: Catalog,
  builtins: ReadonlyMap<string, Builtin>,
  text: string,
  parameters: Readonly<Record<string, Value>> = {},
): Binding => ({
  catalog,
  builtins,
  parameters,
  text,
  inlining: [],
  state: {
    text,
    sources: 0,
    names: 0,
    warnings: new Map(),
    places: new WeakMap(),
    datasets: new Set(),
    times: new Map(),
  },
})

/** Builtins by name and alias; aggregates also with `vertical_` before the name. */
export function indexBuiltins(list: readonly Builtin[]): ReadonlyMap<string, Builtin> {
  const index = new Map<string, Builtin>()
  for (const builtin of list) {
    for (const name of [builtin.name, ...(builtin.aliases ?? [])]) {
      index.set(name, builtin)
      if (builtin.kind === 'aggregate') index.set(`vertical_${name}`, builtin)
    }
  }
  return index
}

/** An error at a place in the binding's text. */
export function bindError(
  b: Binding,
  code: ErrorCode,
  message: string,
  extent: Extent,
  suggestion?: string,
): EngineError {
  return errorAt(code, message, b.text, extent, suggestion)
}

/** Runs `work`; an error without a place gets this one. */
export function located<T>(b: Binding, extent: Extent, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof EngineError && !error.detail?.span) {
      throw bindError(b, error.code, error.message, extent)
    }
    throw error
  }
}

/** Where a call stands, for errors when it runs; only places in the statement itself are known then. */
export const placeIn = (b: Binding, { start, end }: Extent): { at?: Extent } =>
  b.text === b.state.text ? { at: { start, end } } : {}

/** "did you mean": the quoted nearest name. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const found = nearestName(name, known)
  return found === undefined ? undefined : `"${found}"`
}
