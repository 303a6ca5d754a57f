import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig } from 'vitest/config'
import { sharedModels } from './tests/browser/shared-models.ts'

/** Tests in a browser that time the page or fill every core with Inception: one at a time. */
const ALONE = ['bad-images', 'inception-backends', 'page', 'walkthrough'].map(
  (name) => `tests/browser/${name}.browser.test.ts`,
)

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

const IN_A_BROWSER = { testTimeout: 600_000, hookTimeout: 120_000 }

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
          // A file a core: by itself the runner leaves one core free.
          maxWorkers: availableParallelism(),
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.browser.test.ts'],
          exclude: [...exclude, ...ALONE],
          maxWorkers: 2,
          ...IN_A_BROWSER,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'browser alone',
          include: ALONE,
          exclude,
          fileParallelism: false,
          ...IN_A_BROWSER,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
