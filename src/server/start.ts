// npm start [-- --port 8080] [-- --models DIR]: builds the page if needed and serves it on this machine.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createAppHandler } from './app/app-handler.ts'
import { listen } from './listen.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** A page keeps its data under its address, so the port is the same each time unless it is taken. */
const PORT = 8080

const { values } = parseArgs({
  options: { port: { type: 'string' }, models: { type: 'string' } },
})

if (values.models !== undefined && !existsSync(values.models)) {
  console.error(`There is no folder ${values.models}.`)
  process.exit(1)
}
if (isStale()) build()
const handler = createAppHandler({ root: join(ROOT, 'dist'), models: values.models })
const port = values.port === undefined ? PORT : Number(values.port)
const { address } = await listen(handler, port, values.port === undefined ? 20 : 0)
if (port !== 0 && !address.endsWith(`:${port}/`)) {
  console.log(
    `Port ${port} is taken. Data belong to an address: what was made under the other one is not seen here.`,
  )
}
console.log(`MLDB Web: ${address}`)

/** True if the page was never built, or something of it changed since. */
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

function build(): void {
  console.log('Building the page (once, about half a minute) …')
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
