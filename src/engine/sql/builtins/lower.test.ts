import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Value } from '../../../contract/values.ts'
import { fromSqlite, toSqlite } from '../../sqlite/codec.ts'
import type { Database } from '../../sqlite/database.ts'
import { openDatabase } from '../../sqlite/open-database.ts'
import { typeOfValue } from '../../sqlite/type-of-value.ts'
import type { AtomType } from '../catalog.ts'
import type { Builtin, LoweredArgument, ValueType } from './define-builtin.ts'
import { builtins } from './index.ts'
import { callAggregate, callScalar } from './shared/call-builtin.ts'

const INF = Number.POSITIVE_INFINITY
const INTEGERS = [0, 1, -1, 7, -7, 2 ** 31, -(2 ** 53) + 1]
const DOUBLES = [0.5, -0.5, 2.5, -2.5, 0.49999999999999994, 1e-300, -1e300, 4503599627370495.5, 3.7]
const TEXTS = ['', 'a', 'Zoë', 'a\0b', '😀', '10']

/** Columns of one sort each, as datasets have them, from the plainest to the worst. */
const COLUMNS: Value[][] = [
  INTEGERS,
  [...INTEGERS, ...DOUBLES],
  [...INTEGERS, ...DOUBLES, null],
  [...DOUBLES, INF, -INF],
  [...DOUBLES, INF, Number.NaN],
  TEXTS,
  [...TEXTS, ...INTEGERS, null],
  [9007199254740993n, -5n, 18446744073709551615n],
  [{ kind: 'timestamp', ms: 5 }, { kind: 'timestamp', ms: -INF }, null],
  [new Uint8Array([1, 2]), new Uint8Array([0]), 5],
  [null],
  [],
]

const typeOf = (values: readonly Value[]): ValueType => ({
  kind: 'atoms',
  types: [...new Set(values.map((value) => typeOfValue(value) as AtomType))],
})

const wasm = readFileSync(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'))
let database: Database
beforeAll(async () => {
  database = await openDatabase({ wasm })
})

const nan = "x'01'"
/** What stands for the call through JavaScript; tests that meet it see that it is left to JavaScript. */
const call = "'by JavaScript'"

function lowered(builtin: Builtin, args: readonly (readonly Value[])[]): string | undefined {
  const list = args.map((values, i): LoweredArgument => ({ sql: `a${i}`, type: typeOf(values) }))
  return builtin.lower?.(list, { nan, call })
}

const unary = builtins.filter((builtin) => builtin.lower && builtin.arity[0] <= 1 && builtin.arity[1] >= 1)

describe.each(unary.map((builtin) => [builtin.name, builtin] as const))('%s as SQL', (name, builtin) => {
  const usable = COLUMNS.filter((values) => lowered(builtin, [values]) !== undefined)

  test('is used for some sort of column', () => expect(usable.length).toBeGreaterThan(0))

  test.each(usable.map((values) => [values]))('gives what JavaScript does over column %#', (values) => {
    const sql = lowered(builtin, [values])!
    database.exec('DROP TABLE IF EXISTS t; CREATE TABLE t (a0)')
    for (const value of values) database.run('INSERT INTO t VALUES (?)', [toSqlite(value)])
    const results = database.all(`SELECT ${sql} FROM t`).map(([cell]) => fromSqlite(cell!))
    if (builtin.kind === 'aggregate') {
      expect(normal(results[0]!)).toEqual(
        normal(
          callAggregate(
            builtins,
            name,
            values.map((value) => [value]),
          ),
        ),
      )
      return
    }
    for (const [i, value] of values.entries()) {
      if (results[i] === 'by JavaScript') expect(value).toContain('\0')
      else expect(normal(results[i]!)).toEqual(normal(callScalar(builtins, name, value)))
    }
  })
})

/** -0 and 0 print alike. */
const normal = (value: Value): Value => (value === 0 ? 0 : value)

test('mod by a literal, and replace_null, are the same as SQL', () => {
  const mod = builtins.find(({ name }) => name === 'mod')!
  const integers: ValueType = { kind: 'atoms', types: ['integer'] }
  const by = (sql: string) =>
    mod.lower!(
      [
        { sql: 'a0', type: integers },
        { sql, type: integers },
      ],
      { nan, call },
    )
  expect(by('0')).toBeUndefined()
  expect(by('b')).toBeUndefined()
  for (const value of INTEGERS) {
    const [[result]] = database.all(`SELECT ${by('-3')} FROM (SELECT ? AS a0)`, [value]) as [[number]]
    expect(normal(result)).toBe(callScalar(builtins, 'mod', value, -3))
  }
  const replace = builtins.find(({ name }) => name === 'replace_null')!
  const nullable: ValueType = { kind: 'atoms', types: ['null', 'integer'] }
  expect(
    replace.lower!(
      [
        { sql: 'a0', type: nullable },
        { sql: '5', type: integers },
      ],
      { nan, call },
    ),
  ).toBe('coalesce(a0, 5)')
  expect(
    replace.lower!(
      [
        { sql: 'a0', type: integers },
        { sql: '5', type: integers },
      ],
      { nan, call },
    ),
  ).toBe('a0')
})

test('an argument that is more than a column is written at most once, so calls in calls do not grow', () => {
  const types: ValueType[] = [
    { kind: 'atoms', types: ['null', 'integer', 'number'] },
    { kind: 'atoms', types: ['string'] },
    { kind: 'atoms', types: ['integer'] },
  ]
  for (const builtin of builtins.filter(({ lower, arity }) => lower && arity[0] === 1)) {
    for (const type of types) {
      const sql = builtin.lower!([{ sql: 'f(a) + 1', type }], { nan, call })
      expect([builtin.name, (sql ?? '').split('f(a)').length - 1 <= 1]).toEqual([builtin.name, true])
    }
  }
})
