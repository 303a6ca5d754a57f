import type { SqlDialect } from '../../../contract/rest.ts'
import { toHash } from '../../router.ts'

/** A statement that another panel asked to run. It is handed over here and not in the address: a link from elsewhere may
 *  fill the editor, but never runs anything. */
let handedOver: string | undefined

/** The address of the console with a statement in its editor. */
export const consoleHash = (sql: string, dialect: SqlDialect = 'mldb'): string =>
  toHash({ panel: 'sql', parameters: { q: sql, ...(dialect === 'mldb' ? {} : { dialect }) } })

/** Called with a click on such an address: the console then runs the statement at once. */
export function runWhenOpened(sql: string): void {
  handedOver = sql
}

/** True, once, for a statement that is to be run. */
export function takeHandedOver(sql: string): boolean {
  const isIt = handedOver === sql
  handedOver = undefined
  return isIt
}
