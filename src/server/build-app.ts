import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** The folder of the built page. */
export const DIST = join(ROOT, 'dist')

/** Builds the page if that was never done, or if something of it changed since. Ends the process where it cannot. */
export function buildIfStale(): void {
  if (!isStale()) return
  console.log('Building the page (once, some seconds) …')
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'production' }, // a test run says 'test', and React would be built for debugging
  })
  if (status !== 0) process.exit(status ?? 1)
}

function isStale(): boolean {
  const built = join(ROOT, 'dist/index.html')
  if (!existsSync(built)) return true
  const builtMs = statSync(built).mtimeMs
  const sources = ['index.html', 'vite.config.ts', 'package.json', ...list('src'), ...list('public')]
  return sources.some(
    (file) => (statSync(join(ROOT, file), { throwIfNoEntry: false })?.mtimeMs ?? 0) > builtMs,
  )
}

function list(folder: string): string[] {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
  return files.filter((file) => !/\.test\.tsx?$/.test(file)).map((file) => join(folder, file))
}
