import { EngineError } from '../../../contract/errors.ts'
import { parseParams } from '../../params.ts'
import type { Registry } from '../../registry.ts'
import type { DatasetRecord } from '../dataset-record.ts'
import type { DatasetType } from '../define-dataset.ts'

/** The views among the datasets. */
export interface Views {
  /** What FROM reads in place of a view; undefined for any other dataset. */
  text(id: string): string | undefined
  /** The same of a view to be created. @throws EngineError `invalid-argument` for its parameters */
  textOf(type: string, params: unknown): string
  /** The record of a new view.
   *  @throws EngineError `invalid-argument` for parameters, and where the view would read itself */
  record(id: string, type: string, params: unknown, version: string): DatasetRecord
  /** A statement with the texts of the views whose ids stand in it, and of those that these read. */
  added(statement: string): string
  /** Changes whenever what a query reads of a dataset may have changed. */
  version(id: string): string | undefined
  /** @throws EngineError `conflict` with the list of views that read the dataset */
  refuseIfNeeded(id: string): void
}

export function createViews(
  types: Registry<DatasetType>,
  recordOf: (id: string) => DatasetRecord | undefined,
  ids: () => Iterable<string>,
  datasetsOf: (from: string) => ReadonlySet<string>,
): Views {
  const text = (id: string): string | undefined => {
    const record = recordOf(id)
    return record && types.get(record.type).view?.from(record.params as never)
  }
  const isView = (id: string): boolean => types.get(recordOf(id)!.type).view !== undefined
  /** The datasets that a text names, with those that the views among them name. */
  const allNamed = (from: string, found = new Set<string>()): Set<string> => {
    for (const id of datasetsOf(from)) {
      if (found.has(id)) continue
      found.add(id)
      const inner = text(id)
      if (inner !== undefined) allNamed(inner, found)
    }
    return found
  }
  const parse = (name: string, given: unknown): { view: NonNullable<DatasetType['view']>; params: never } => {
    const { view, params } = types.get(name)
    if (!view) throw new EngineError('internal', `${name} is no type of views`)
    return { view, params: parseParams(params, given, name) as never }
  }
  return {
    text,
    textOf(name, given) {
      const { view, params } = parse(name, given)
      return view.from(params)
    },
    record(id, name, given, version) {
      const { view, params: parsed } = parse(name, given)
      const params = view.settle(parsed)
      if (allNamed(view.from(params as never)).has(id)) {
        throw new EngineError('invalid-argument', `dataset '${id}' cannot be a view of itself`)
      }
      return {
        id,
        type: name,
        params,
        version,
        columns: [],
        restColumns: [],
        chunks: [],
        distinctRows: true,
        log: { from: 0, to: 0 },
        rowCount: 0,
        valueCount: 0,
        times: null,
      }
    },
    added(statement) {
      let all = statement
      const left = new Map([...ids()].flatMap((id) => (isView(id) ? [[id, text(id)!] as const] : [])))
      for (let found = true; found; ) {
        found = false
        for (const [id, from] of left) {
          if (!mentions(all, id)) continue
          all += `\n${from}`
          left.delete(id)
          found = true
        }
      }
      return all
    },
    version(id) {
      const from = text(id)
      const read = [id, ...(from === undefined ? [] : allNamed(from))]
      const versions = read.flatMap((name) => {
        const record = recordOf(name)
        return record ? [`${record.version} ${record.log.to}`] : []
      })
      return versions.length > 0 ? versions.join(', ') : undefined
    },
    refuseIfNeeded(id) {
      const views = [...ids()].filter((view) => datasetsOf(text(view) ?? '').has(id))
      if (views.length === 0) return
      const list = views.map((view) => `'${view}'`).join(', ')
      throw new EngineError(
        'conflict',
        `dataset '${id}' is read by the ${views.length === 1 ? 'view' : 'views'} ${list}; delete ${views.length === 1 ? 'that' : 'those'} first`,
      )
    },
  }
}

/** True where a statement may read a dataset: its id stands in it, as it is or quoted. */
const mentions = (statement: string, id: string): boolean =>
  statement.includes(id) || statement.includes(id.replaceAll('"', '""'))
