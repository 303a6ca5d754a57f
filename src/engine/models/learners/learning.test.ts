import { Worker } from 'node:worker_threads'
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'
import { afterEach, describe, expect, it } from 'vitest'
import type { TrainTask } from '../../../contract/learning.ts'
import type { Progress } from '../../../contract/progress.ts'
import { createLearning, type LearningOptions } from './create-learning.ts'
import { loadModel } from './load-model.ts'
import { toModelFile } from './model-file.ts'
import { NAMED_CONFIGS } from './named-configs.ts'
import { parseConfig } from './parse-config.ts'
import { Random } from './random.ts'
import { trainHere } from './train-here.ts'
import { inProcessWorker, type WorkerLike } from './worker-like.ts'

function makeTask(config: unknown, { rows = 60, columns = 20, labels = 3, seed = 5 } = {}): TrainTask {
  const random = new Random(seed)
  const y = Float64Array.from({ length: rows }, () => random.below(labels))
  const X = Float32Array.from({ length: rows * columns }, (_, i) => {
    const informative = i % columns < 4 ? y[Math.floor(i / columns)]! : 0
    return random.uniform() < 0.05 ? Number.NaN : informative + 2 * random.uniform()
  })
  return {
    examples: {
      features: Array.from({ length: columns }, (_, f) => ({ name: `f${f}` })),
      X,
      rows,
      y,
      labels: Array.from({ length: labels }, (_, k) => `label ${k}`),
    },
    mode: 'categorical',
    config: parseConfig(config),
    equalizationFactor: 0.5,
    seed: 42,
  }
}

const FOREST = {
  type: 'bagging',
  num_bags: 23,
  validation_split: 0,
  weak_learner: { type: 'decision_tree', random_feature_propn: 'sqrt' },
}
const BOOSTED = {
  type: 'bagging',
  num_bags: 4,
  weak_learner: {
    type: 'boosting',
    min_iter: 3,
    max_iter: 9,
    weak_learner: { type: 'decision_tree', max_depth: 3, update_alg: 'gentle', random_feature_propn: 0.5 },
  },
}

const GRADIENT = {
  type: 'gradient_boosting',
  max_iter: 12,
  max_leaves: 6,
  subsample: 0.7,
  random_feature_propn: 0.6,
}

const open: { close(): void }[] = []
afterEach(() => {
  for (const learning of open.splice(0)) learning.close()
})

function makeLearning(options: Partial<LearningOptions> = {}) {
  const learning = createLearning({ spawn: inProcessWorker, workers: 2, teamCells: 0, ...options })
  open.push(learning)
  return learning
}

/** A thread of Node, through the same loader as the server's. */
function spawnThread(): WorkerLike {
  const href = (path: string) => JSON.stringify(new URL(path, import.meta.url).href)
  const worker = new Worker(
    `import('tsx/esm/api')
       .then(({ register }) => {
         register()
         return Promise.all([import(${href('./expose-trees.ts')}), import('comlink/dist/esm/node-adapter.mjs')])
       })
       .then(([trees, node]) => trees.exposeTrees(node.default(require('node:worker_threads').parentPort)))`,
    { eval: true },
  )
  worker.unref()
  return {
    endpoint: nodeEndpoint(worker),
    terminate: () => void worker.terminate(),
    onDeath: (listener) => {
      worker.once('error', (error) => listener(String(error)))
      worker.once('exit', (code) => listener(`it ended with code ${code}`))
    },
  }
}

describe('createLearning', () => {
  it.each([
    ['a forest', FOREST],
    ['bags of boosted trees', BOOSTED],
    ['gradient boosting', GRADIENT],
    ['one tree', { type: 'decision_tree', max_depth: 4 }],
  ])('gives the same bytes for %s, whatever the number of workers', async (_, config) => {
    const expected = toModelFile(await trainHere(makeTask(config)))
    for (const workers of [1, 3]) {
      const bytes = await makeLearning({ workers }).train(makeTask(config), {})
      expect(Buffer.from(bytes).equals(expected)).toBe(true)
    }
  })

  it.each(Object.keys(NAMED_CONFIGS))(
    'gives the same bytes for %s by one worker and by three',
    async (name) => {
      const task = {
        ...makeTask({ type: 'decision_tree' }, { rows: 40, columns: 6 }),
        config: parseConfig(undefined, name),
      }
      const [one, three] = await Promise.all(
        [1, 3].map((workers) => makeLearning({ workers }).train(task, {})),
      )
      expect(Buffer.from(one!).equals(three!)).toBe(true)
    },
  )

  it('gives another model for another seed', async () => {
    const [a, b] = await Promise.all(
      [1, 2].map((seed) => makeLearning().train({ ...makeTask(FOREST), seed }, {})),
    )
    expect(Buffer.from(a!).equals(b!)).toBe(false)
  })

  it.each([
    [2, true],
    [3, true],
    [2, false],
  ])('gives the same bytes by %d threads, memory shared: %s', async (workers, shareMemory) => {
    const learning = makeLearning({ spawn: spawnThread, workers, shareMemory })
    for (const config of [FOREST, GRADIENT]) {
      const bytes = await learning.train(makeTask(config), {})
      expect(Buffer.from(bytes).equals(toModelFile(await trainHere(makeTask(config))))).toBe(true)
    }
  })

  it('stops a team when cancelled, and trains again afterwards', async () => {
    const learning = makeLearning({ spawn: spawnThread })
    const controller = new AbortController()
    const huge = makeTask({ ...GRADIENT, max_iter: 9999 }, { rows: 600 })
    const training = learning.train(huge, {
      signal: controller.signal,
      onProgress: ({ done }) => done > 0 && controller.abort(),
    })
    await expect(training).rejects.toMatchObject({ code: 'cancelled' })
    const bytes = await learning.train(makeTask(GRADIENT), {})
    expect(Buffer.from(bytes).equals(toModelFile(await trainHere(makeTask(GRADIENT))))).toBe(true)
  })

  it('reports progress that never goes back and ends at its total', async () => {
    const seen: Progress[] = []
    await makeLearning().train(makeTask(BOOSTED), { onProgress: (progress) => seen.push(progress) })
    const done = seen.map((progress) => progress.done)
    expect(done).toEqual(done.toSorted((a, b) => a - b))
    expect(seen.at(0)).toEqual({ phase: 'trees', step: 'train', done: 0, total: 36 })
    expect(seen.at(-1)).toEqual({ phase: 'trees', step: 'train', done: 36, total: 36 })
    expect(seen.length).toBeGreaterThan(3)
  })

  it('stops when cancelled, and trains again afterwards as if nothing had happened', async () => {
    const learning = makeLearning({ spawn: spawnThread })
    const controller = new AbortController()
    const huge = makeTask({ ...FOREST, num_bags: 9999 }, { rows: 2000, columns: 50 })
    const training = learning.train(huge, {
      signal: controller.signal,
      onProgress: ({ done }) => done > 0 && controller.abort(),
    })
    await expect(training).rejects.toMatchObject({ code: 'cancelled' })
    const bytes = await learning.train(makeTask(FOREST), {})
    expect(Buffer.from(bytes).equals(toModelFile(await trainHere(makeTask(FOREST))))).toBe(true)
  })

  it('does not start what is cancelled already', async () => {
    const call = { signal: AbortSignal.abort() }
    await expect(makeLearning().train(makeTask(FOREST), call)).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('reports a dead worker and starts new ones for the next training', async () => {
    const threads: WorkerLike[] = []
    const spawn = () => {
      const worker = spawnThread()
      threads.push(worker)
      return worker
    }
    const learning = makeLearning({ spawn })
    const training = learning.train(makeTask({ ...FOREST, num_bags: 9999 }, { rows: 2000, columns: 50 }), {
      onProgress: ({ done }) => done > 0 && threads[0]!.terminate(),
    })
    await expect(training).rejects.toMatchObject({ code: 'worker-died' })
    await expect(learning.train(makeTask(FOREST), {})).resolves.toBeInstanceOf(Uint8Array)
    expect(threads).toHaveLength(4)
  })

  it('runs trainings one after the other', async () => {
    const learning = makeLearning()
    const [a, b] = await Promise.all([
      learning.train(makeTask(FOREST), {}),
      learning.train(makeTask(BOOSTED), {}),
    ])
    expect(loadModel(a).training.trees).toBe(23)
    expect(loadModel(b).training.trees).toBeGreaterThanOrEqual(12)
  })
})
