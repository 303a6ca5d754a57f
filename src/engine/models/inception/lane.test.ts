import { expose } from 'comlink'
import { expect, test } from 'vitest'
import type { Backend, NetworkFiles } from '../../../contract/inception.ts'
import { createInception } from './create-inception.ts'
import type { SpawnedWorker } from './lane.ts'
import type { InceptionWorkerApi, Reply } from './worker-api.ts'

const files: NetworkFiles = {
  digest: 'd',
  format: 'layers-model',
  modelJson: {},
  weights: new Uint8Array(),
  preprocessing: { width: 1, height: 1, subtract: 0, divide: 1, halfPixelCenters: false },
}

/** A worker without a network: image n gives [n], and `behave` decides what goes wrong. */
function fakeWorkers(
  behave: (
    image: number,
    backend: Backend,
    die: () => void,
  ) => Reply<never> | undefined | Promise<Reply<never>>,
) {
  const backends: Backend[] = []
  let spawnCount = 0
  const spawn = (): SpawnedWorker => {
    spawnCount++
    let backend: Backend = 'webgpu'
    let die = (_: string): void => {}
    const api: InceptionWorkerApi = {
      load: async ({ skip = {} }) => {
        backend = (['webgpu', 'wasm', 'cpu'] as const).find((candidate) => !(candidate in skip)) ?? 'cpu'
        backends.push(backend)
        return {
          value: {
            digest: 'd',
            backend,
            reason: `Skipped: ${JSON.stringify(skip)}.`,
            outputs: [],
            batchSize: backend === 'webgpu' ? 4 : 1,
          },
        }
      },
      embed: async ({ images }) => {
        for (const [image] of images) {
          const failure = await behave(image!, backend, () => die('crash'))
          if (failure) return failure
        }
        return { value: images.map(([n]) => ({ outputs: [{ shape: [1], data: new Float32Array([n!]) }] })) }
      },
      memory: async () => ({ tensors: 0, bytes: 0 }),
    }
    const { port1, port2 } = new MessageChannel()
    expose(api, port1)
    return {
      endpoint: port2,
      terminate: () => port2.close(),
      onDeath: (listener) => {
        die = listener
      },
    }
  }
  return { spawn, backends, spawnCount: () => spawnCount }
}

const image = (n: number): Uint8Array => new Uint8Array([n])

test('the image that kills its worker is reported, its neighbours are computed', async () => {
  const workers = fakeWorkers((n, _, die) => {
    if (n === 3) die()
    return undefined
  })
  const inception = createInception({ spawn: workers.spawn, cores: 1 })
  await inception.load(files, undefined, {})
  const results = await inception.embed('d', [1, 2, 3, 4, 5, 6].map(image), ['x'], {})
  expect(
    results.map((result) => ('outputs' in result ? result.outputs[0]!.data[0] : result.error.code)),
  ).toEqual([1, 2, 'worker-died', 4, 5, 6])
  inception.close()
})

test('a backend that breaks twice gives way to the next one, without losing the batch', async () => {
  const workers = fakeWorkers((_, backend) =>
    backend === 'webgpu'
      ? { failure: { code: 'internal', message: 'device lost', broken: true } }
      : undefined,
  )
  const inception = createInception({ spawn: workers.spawn, cores: 1 })
  const first = await inception.load(files, undefined, {})
  expect(first.backend).toBe('webgpu')
  const results = await inception.embed('d', [7, 8].map(image), ['x'], {})
  expect(results.map((result) => ('outputs' in result ? result.outputs[0]!.data[0] : result))).toEqual([7, 8])
  expect(workers.backends).toEqual(['webgpu', 'webgpu', 'wasm'])
  expect((await inception.load(files, undefined, {})).backend).toBe('wasm')
  // What is told of the network from now on is where it is, and why.
  expect(inception.describe('d')).toMatchObject({
    backend: 'wasm',
    reason: 'Skipped: {"webgpu":"device lost"}. A worker was replaced while it computed (device lost).',
  })
  inception.close()
})

test('what a broken worker was also asked is asked of the next one', async () => {
  const workers = fakeWorkers((n) => {
    if (workers.spawnCount() > 1) return undefined
    if (n > 3) return new Promise(() => {})
    return { failure: { code: 'internal', message: 'device lost', broken: true } }
  })
  const inception = createInception({ spawn: workers.spawn, cores: 1 })
  await inception.load(files, undefined, {})
  const progress: number[] = []
  const numbers = Array.from({ length: 12 }, (_, i) => i)
  const results = await inception.embed('d', numbers.map(image), ['x'], {
    onProgress: ({ done }) => progress.push(done),
  })
  expect(results.map((result) => ('outputs' in result ? result.outputs[0]!.data[0] : result))).toEqual(
    numbers,
  )
  expect(progress.sort((a, b) => a - b)).toEqual([4, 8, 12])
  expect(workers.spawnCount()).toBe(2)
  inception.close()
})

test('a forced backend that breaks is reported, not replaced by another', async () => {
  const workers = fakeWorkers(() => ({ failure: { code: 'internal', message: 'device lost', broken: true } }))
  const inception = createInception({ spawn: workers.spawn, cores: 1 })
  await inception.load(files, 'webgpu', {})
  const [result] = await inception.embed('d', [image(7)], ['x'], {})
  expect(result).toEqual({ error: { code: 'worker-died', message: expect.stringContaining('device lost') } })
  expect(new Set(workers.backends)).toEqual(new Set(['webgpu']))
  inception.close()
})

test('a call that was cancelled before it began computes nothing', async () => {
  let asked = 0
  const workers = fakeWorkers(() => {
    asked++
    return undefined
  })
  const inception = createInception({ spawn: workers.spawn, cores: 1 })
  await inception.load(files, undefined, {})
  const signal = AbortSignal.abort()
  await expect(inception.embed('d', [image(1)], ['x'], { signal })).rejects.toMatchObject({
    code: 'cancelled',
  })
  expect(asked).toBe(0)
  inception.close()
})

test('a worker that does not start is told as such', async () => {
  const dead = (): SpawnedWorker => ({
    endpoint: new MessageChannel().port1,
    terminate: () => {},
    onDeath: (listener) => void setTimeout(() => listener('404'), 1),
  })
  const inception = createInception({ spawn: dead, cores: 1 })
  await expect(inception.load(files, undefined, {})).rejects.toMatchObject({
    code: 'worker-died',
    message: 'The worker of the network does not start (404).',
  })
})

test('a worker whose memory a network damaged is replaced before the next network, and the file is blamed', async () => {
  let spawnCount = 0
  const spawn = (): SpawnedWorker => {
    spawnCount++
    const { port1, port2 } = new MessageChannel()
    const load: InceptionWorkerApi['load'] = async ({ files: { digest } }) =>
      digest === 'damaging'
        ? { failure: { code: 'bad-file', message: 'memory access out of bounds', broken: true } }
        : { value: { digest, backend: 'wasm', reason: 'test', outputs: [], batchSize: spawnCount } }
    expose({ load }, port1)
    return { endpoint: port2, terminate: () => port2.close(), onDeath: () => {} }
  }
  const inception = createInception({ spawn, cores: 1 })
  await inception.load({ ...files, digest: 'sound' }, undefined, {})
  await expect(inception.load({ ...files, digest: 'damaging' }, undefined, {})).rejects.toMatchObject({
    code: 'bad-file',
    message: 'memory access out of bounds',
  })
  expect(await inception.load(files, undefined, {})).toMatchObject({ batchSize: 2 })
  expect(spawnCount).toBe(2)
  inception.close()
})
