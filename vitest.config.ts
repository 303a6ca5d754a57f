import { defineConfig } from 'vitest/config'

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
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.browser.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 120_000,
          // One browser at a time: each embeds images on every core there is.
          fileParallelism: false,
        },
      },
    ],
  },
})
