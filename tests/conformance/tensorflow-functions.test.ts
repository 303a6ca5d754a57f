// What a network in a zip says of a picture, in words, and what is inside it: by SQL and by REST.
import { readFileSync } from 'node:fs'
import { zipSync } from 'fflate'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createInception } from '../../src/engine/models/inception/create-inception.ts'
import { spawnInception } from '../../src/server/inception/spawn-inception.ts'
import {
  constant,
  FLOAT,
  jpegFrontEnd,
  type NodeDef,
  writeGraphDef,
} from '../golden/inception/write-graph-def.ts'
import { bodyOf, openTestEngine, type TestEngine } from './open-test-engine.ts'

const node = (name: string, op: string, inputs: string[], attrs: NodeDef['attrs'] = {}): NodeDef => ({
  name,
  op,
  inputs,
  attrs: { T: { type: FLOAT }, ...attrs },
})
/** Tells red, green and blue pictures apart by their average colour. Its first class is none, as in the graph of 2015. */
const COLOURS = [
  ...jpegFrontEnd(8),
  constant('axes', { shape: [2], values: [1, 2], type: 'int32' }),
  node('pool', 'Mean', ['Mul', 'axes']),
  constant('softmax/weights', { shape: [3, 4], values: [0, 0, 0, 4, 0, 4, 0, 0, 0, 0, 4, 0] }),
  constant('softmax/logits/biases', { shape: [4], values: [0.5], encoding: 'half' }),
  node('softmax/logits/MatMul', 'MatMul', ['pool', 'softmax/weights']),
  node('softmax/logits', 'BiasAdd', ['softmax/logits/MatMul', 'softmax/logits/biases']),
  node('softmax', 'Softmax', ['softmax/logits']),
]
const LABELS = 'dummy\nmostly green\nmostly blue\nmostly red\n'

const pool = createInception({ spawn: spawnInception, cores: 1 })
let api: TestEngine
beforeAll(async () => {
  api = await openTestEngine({ inception: pool })
  const graph = writeGraphDef(COLOURS)
  const zip = zipSync({ 'graph.pb': graph, 'label_strings.txt': new TextEncoder().encode(LABELS) })
  await api.put('/v1/files/colours.zip', zip)
  await api.put('/v1/files/unlabelled.pb', graph)
  for (const background of ['red', 'lime', 'blue'])
    await api.put(
      `/v1/files/${background}.png`,
      await sharp({ create: { width: 20, height: 10, channels: 3, background } })
        .png()
        .toBuffer(),
    )
  await api.put('/v1/files/duck.jpg', readFileSync('public/samples/photos/animal-duck.jpg'))
  for (const [id, modelFileUrl, outputs] of [
    ['colours', 'archive+file:///colours.zip#graph.pb', 'softmax'],
    ['unlabelled', 'file:///unlabelled.pb', 'softmax, "softmax/logits" AS logits, "pool:0" AS pool'],
  ])
    bodyOf(
      await api.put(`/v1/functions/${id}`, {
        type: 'tensorflow.graph',
        params: { modelFileUrl, outputs, backend: 'wasm' },
      }),
    )
})
afterAll(() => pool.close())

const DUCK = "'file:///duck.jpg'"
const one = async (sql: string) => ((await api.query(sql)) as Record<string, unknown>[])[0]!

test.each([
  ['red', 'mostly red'],
  ['lime', 'mostly green'],
  ['blue', 'mostly blue'],
])('the softmax of a %s picture becomes labels, each its own score, best first', async (file, expected) => {
  const scores = `colours({url: 'file:///${file}.png'})[softmax]`
  const { label, score, ...rest } = await one(`SELECT tf_labels('colours', ${scores}) AS *`)
  // One logit is 4 above that of no class, and two are 4 below it.
  const all = Math.exp(4) + 1 + 2 * Math.exp(-4)
  expect(label).toBe(expected)
  expect(score).toBeCloseTo(Math.exp(4) / all, 2)
  const others = Object.entries(rest).filter(([name]) => name.startsWith('labels.'))
  expect(others.map(([name]) => name.replaceAll('"', '')).slice(0, 2)).toEqual([
    `labels.${expected}`,
    'labels.dummy',
  ])
  expect(others[0]![1]).toBe(score)
  expect(others[1]![1]).toBeCloseTo(1 / all, 2)
  expect(others.reduce((sum, [, share]) => sum + Number(share), 0)).toBeCloseTo(1, 5)
  expect(others).toHaveLength(4)
})

test('as many labels as are asked for', async () => {
  const top = await one(`SELECT tf_labels('colours', [0.1, 0.2, 0.6, 0.1], 1) AS *`)
  expect(top).toMatchObject({ label: 'mostly blue' })
  expect(Object.keys(top).filter((name) => name.startsWith('labels.'))).toHaveLength(1)
})

test('over REST a function says what is in a picture', async () => {
  const expression = "tf_labels('colours', colours({url})[softmax], 2) AS *"
  bodyOf(await api.put('/v1/functions/what', { type: 'sql.expression', params: { expression } }))
  const { output } = bodyOf<{ output: Record<string, unknown> }>(
    await api.get('/v1/functions/what/application', { input: { url: 'file:///duck.jpg' } }),
  )
  expect(LABELS).toContain(String(output.label))
})

test('constants are read by name or by parts, with their shape', async () => {
  expect(await one("SELECT tf_extract_constant('colours', ['softmax', 'weights'])[1] AS row")).toMatchObject({
    'row.0': 0,
    'row.1': 4,
    'row.3': 0,
  })
  expect(
    await one(`SELECT tf_extract_constant('colours', 'softmax/logits/biases') AS bias,
      shape(tf_extract_constant('colours', ['axes'])) AS axes`),
  ).toMatchObject({ 'bias.0': 0.5, 'bias.3': 0.5, 'axes.0': 2 })
})

test.each([
  [
    "tf_extract_constant('colours', ['softmax', 'weight'])",
    /no constant "softmax\/weight"; did you mean "softmax\/weights"/,
  ],
  ["tf_extract_constant('colours', 'softmax')", /"softmax" is no constant but Softmax/],
  ["tf_extract_constant('nothing', 'x')", /function entry 'nothing' does not exist/],
  ["tf_extract_constant('colours', 3)", /name must be a text/],
  ["tf_labels('unlabelled', [1, 2, 3])", /"unlabelled" came without the names of its classes/],
  ["tf_labels('colours', [1, 2])", /has 2 numbers, but the network has 4 classes/],
  ["tf_labels('colours', [1, 2, 3, 4], 0)", /whole number above 0/],
])('%s is refused with its reason', async (call, reason) => {
  const answer = await api.get('/v1/query', { q: `SELECT ${call} AS x`, format: 'aos' })
  expect(JSON.stringify(answer.body).replaceAll('\\"', '"')).toMatch(reason)
})

test('any node is an output: by its name, by its path, by its tensor', async () => {
  const row = await one(`SELECT unlabelled({url: ${DUCK}}) AS *`)
  expect(Object.keys(row).filter((name) => /^(softmax|logits|pool)\./.test(name))).toHaveLength(11)
})
