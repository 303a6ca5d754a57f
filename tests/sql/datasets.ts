import type { Value } from '../../src/contract/values.ts'
import { RowFailure } from '../../src/engine/sql/catalog.ts'
import { countingFunction, createWorld, type World } from './world.ts'

const vector = (...data: number[]): Value => ({
  kind: 'embedding',
  shape: [data.length],
  data: Float64Array.from(data),
})

/** The datasets and functions that the statements of *.sql are about. */
export async function createTestWorld(): Promise<World> {
  const world = await createWorld()
  world.add('people', {
    ann: { name: 'Ann', age: 31, city: 'Oslo', height: 1.7 },
    bob: { name: 'Bob', age: 25, city: 'Rome', height: 1.85 },
    cat: { name: 'Cat', age: null, city: 'Oslo', height: 1.6 },
    dan: { name: 'Dan', age: 42, city: null, height: null },
    eve: { name: 'eve', age: 25, city: 'Paris', height: 1.75 },
  })
  world.add('cities', {
    c1: { city: 'Oslo', country: 'Norway', people: 700000 },
    c2: { city: 'Rome', country: 'Italy', people: 2800000 },
    c3: { city: 'Bern', country: 'Switzerland', people: 134000 },
  })
  world.add('mixed', {
    m1: { v: null },
    m2: { v: 2 },
    m3: { v: '2' },
    m4: { v: 1.5 },
    m5: { v: Number.NaN },
    m6: { v: { kind: 'timestamp', ms: 0 } },
    m7: { v: Number.NEGATIVE_INFINITY },
    m8: { v: 'abc' },
    m9: { v: 18446744073709551615n },
  })
  world.add('shapes', {
    s1: { id: 1, e: vector(1, 2, 3), 'size.w': 10, 'size.h': 20 },
    s2: { id: 2, e: vector(4, 5, 6), 'size.w': 30, 'size.h': 40 },
  })
  world.add(
    'sparse',
    { a: { x: 1, y: 2 }, b: { x: 3, 'z.p': 'u', 'z.q': 5 }, c: { x: null } },
    { columns: ['x'], order: 'hash' },
  )
  world.add('timed', { a: { x: 1 }, b: { x: 2 } }, { timeMs: 1000 })
  world.add('odd "; DROP TABLE x; --', { 'a.b': { 'we"ird; col': 1, select: 2, 'ünï☃': 3 } })
  world.define(
    countingFunction('score', ['x'], { value: { kind: 'atoms', types: ['number', 'null'] } }, (x) =>
      x === null ? new RowFailure('type-mismatch', 'score of null') : { value: Number(x) * 10 },
    ),
  )
  world.define(
    countingFunction(
      'double',
      ['x'],
      { y: { kind: 'atoms', types: ['number', 'null'] } },
      () => ({ y: null }),
      {
        mode: 'sync',
        applySync: ([x]) => ({ kind: 'row', columns: [[['y'], x === null ? null : Number(x) * 2]] }),
      },
    ),
  )
  world.define({
    kind: 'expression',
    id: 'plus',
    expression: 'x + y AS sum, x AS first',
    raw: false,
    autoInput: false,
  })
  world.define({ kind: 'expression', id: 'square', expression: 'x * x', raw: true, autoInput: true })
  world.define({
    kind: 'expression',
    id: 'loops',
    expression: 'loops({x}) AS *',
    raw: false,
    autoInput: false,
  })
  return world
}
