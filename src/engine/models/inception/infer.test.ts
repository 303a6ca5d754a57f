import { expect, test } from 'vitest'
import { BrokenBackend, infer } from './infer.ts'
import type { Network } from './network.ts'

const node = { node: 'x', mean: false, shape: [1, 2] }
const image = new Float32Array(3)
const networkOf = (run: Network['run'], isDamaged = false): Network => ({
  nodes: [],
  pooled: undefined,
  run,
  isDamaged: () => isDamaged,
  dispose: () => {},
})
const nan = async () => [Float32Array.of(Number.NaN, 1)]

test('a trap of WebAssembly breaks the backend: whoever asked gets a fresh one', async () => {
  // A real trap: the function is `unreachable`.
  const bytes = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11,
  ]
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(bytes)))
  const network = networkOf(async () => {
    const trap = exports.f as () => void
    trap()
    return []
  })
  await expect(infer({ network, backend: 'wasm' }, [image], [node])).rejects.toThrow(BrokenBackend)
})

test('no numbers mean a bad file, unless the memory is damaged or a card computed them', async () => {
  const sound = { network: networkOf(nan), backend: 'wasm' as const }
  await expect(infer(sound, [image], [node])).rejects.toMatchObject({ code: 'bad-file' })
  const damaged = { network: networkOf(nan, true), backend: 'wasm' as const }
  await expect(infer(damaged, [image], [node])).rejects.toThrow(BrokenBackend)
  const card = { network: networkOf(nan), backend: 'webgpu' as const }
  await expect(infer(card, [image], [node])).rejects.toThrow(BrokenBackend)
})

test('images of a batch come apart in their order', async () => {
  const network = networkOf(async (pixels, images) => [
    Float32Array.from({ length: images * 2 }, (_, i) => pixels[(i >> 1) * 3]! * 10 + (i % 2)),
  ])
  const images = [1, 2, 3].map((value) => new Float32Array(3).fill(value))
  const values = await infer({ network, backend: 'wasm' }, images, [node])
  expect(values.map(([value]) => [...value!.data])).toEqual([
    [10, 11],
    [20, 21],
    [30, 31],
  ])
})
