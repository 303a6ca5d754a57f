// npm test: everything that must hold. Checks first (seconds), then the build, then all tests; vitest prints the summary.
// Arguments go to vitest: `npm test -- --project unit src/lib`.
import { spawnSync } from 'node:child_process'
import { findChromium } from './find-chromium.ts'

const rest = process.argv.slice(2)
process.env.CHROMIUM = findChromium()
for (const step of ['check', 'build']) run('npm', ['run', '--silent', step])
run('npx', ['vitest', 'run', ...rest])

function run(program: string, args: string[]): void {
  const { status } = spawnSync(program, args, { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
