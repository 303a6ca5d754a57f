import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig } from 'vitest/config'
import { sharedModels } from './tests/browser/shared-models.ts'

/** Tests of numbers that only the development networks give. Everything else uses the bundled network where that folder
 *  is missing. */
const NEED_MODELS = [
  'src/engine/functions/tensorflow-graph.test.ts',
  'src/engine/models/inception/create-inception.test.ts',
  'tests/browser/inception-backends.browser.test.ts',
  'tests/golden/inception/{golden,frozen-graph,dispatches}.test.ts',
]
const leftOut = sharedModels() ? [] : NEED_MODELS
if (leftOut.length > 0)
  console.warn(`Left out, for there is no folder of networks (MLDB_MODELS): ${leftOut.join(', ')}`)
/** Needs a small disk of its own, by hand. */
const needsDisk = process.env.FULL_DISK ? [] : ['tests/browser/full-disk.browser.test.ts']
const exclude = [...configDefaults.exclude, ...leftOut, ...needsDisk]

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'src/**/*.test.{ts,tsx}',
            'tests/{sql,conformance,golden,server}/**/*.test.ts',
            'scripts/*.test.ts',
          ],
          exclude,
          // Modules are loaded once, not once a file: a third of the processor's time. No test changes what others import.
          isolate: false,
          // By itself the runner leaves one core free.
          maxWorkers: availableParallelism(),
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.browser.test.ts'],
          exclude,
          testTimeout: 600_000,
          hookTimeout: 120_000,
          // One browser at a time: each embeds images on every core there is.
          fileParallelism: false,
        },
      },
    ],
  },
})
