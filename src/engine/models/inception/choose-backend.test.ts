import { expect, test } from 'vitest'
import { chooseBackend, type GpuAdapter } from './choose-backend.ts'

const gpu = (adapter: GpuAdapter | null) => ({ gpu: { requestAdapter: async () => adapter } })

test.each<[string, object, RegExp]>([
  ['no WebGPU', {}, /^WASM with SIMD: there is no WebGPU here\.$/],
  ['no adapter', gpu(null), /^WASM with SIMD: WebGPU offers no adapter here\.$/],
  [
    'a software adapter by name',
    gpu({ info: { description: 'SwiftShader Device' } }),
    /software, slower than WASM/,
  ],
  [
    'a software adapter by its flag',
    gpu({ info: { isFallbackAdapter: true } }),
    /software, slower than WASM/,
  ],
  ['an adapter that does not start', gpu({ info: { vendor: 'acme' } }), /WebGPU does not start/],
])('with %s WASM is chosen, and the reason given', async (_, platform, reason) => {
  const chosen = await chooseBackend(platform, undefined)
  expect(chosen.backend).toBe('wasm')
  expect(chosen.reason).toMatch(reason)
})

test('after WASM broke, plain JavaScript is left', async () => {
  expect(await chooseBackend({}, undefined, { webgpu: 'lost', wasm: 'a trap' })).toEqual({
    backend: 'cpu',
    reason: 'plain JavaScript: WebGPU failed before (lost); WASM with SIMD failed before (a trap).',
  })
})

test('a forced backend is taken, or the reason why it cannot be is told', async () => {
  expect(await chooseBackend({}, 'cpu')).toEqual({
    backend: 'cpu',
    reason: 'plain JavaScript: it was asked for.',
  })
  await expect(chooseBackend({}, 'webgpu')).rejects.toMatchObject({
    code: 'not-supported',
    message: expect.stringContaining('there is no WebGPU here'),
  })
})
