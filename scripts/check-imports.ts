// Fails when a file imports what its folder may not. The rules are data: FOLDERS for the top level of src/, ENGINE for
// the parts of src/engine, LIBRARIES for the one folder that may import each third-party package.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** Folder of src/ → the folders it may import besides itself. A trailing `:type` allows `import type` only. */
const FOLDERS: Record<string, string[]> = {
  contract: [],
  lib: [],
  rpc: ['contract', 'lib'],
  engine: ['contract', 'lib'],
  workers: ['engine', 'rpc', 'contract', 'lib'],
  client: ['rpc', 'contract', 'lib', 'engine:type'],
  ui: ['client', 'contract', 'lib'],
  widget: ['client', 'contract', 'lib', 'ui/components', 'ui/plots', 'ui/hooks'],
  'service-worker': ['rpc', 'contract', 'lib'],
  server: ['engine', 'rpc', 'contract', 'lib'],
}

/** Part of src/engine → the parts it may import besides itself. Files directly in src/engine are part `.`. */
const ENGINE: Record<string, string[]> = {
  '.': ['api', 'procedures', 'functions', 'datasets', 'sql', 'sqlite', 'models', 'storage'],
  api: ['procedures', 'functions', 'datasets', 'sql', '.'],
  procedures: ['functions', 'datasets', 'sql', 'models', 'sqlite:type', 'storage:type', '.'],
  functions: ['sql', 'models', 'storage:type', '.'],
  datasets: ['storage', 'sqlite', 'sql:type', '.'],
  sql: ['sqlite'],
  models: ['storage:type'],
  storage: [],
  sqlite: [],
}

/** Package (or prefix ending in `/`) → the only folders that import it. */
const LIBRARIES: Record<string, string[]> = {
  'sql.js': ['src/engine/sqlite'],
  '@tensorflow/': ['src/engine/models/inception'],
  idb: ['src/engine/storage'],
  react: ['src/ui', 'src/widget'],
  'react-dom': ['src/ui', 'src/widget'],
  '@tanstack/': ['src/ui', 'src/widget'],
  '@codemirror/': ['src/ui'],
  hyparquet: ['src/engine/procedures/parquet'],
  'hyparquet-': ['src/engine/procedures/parquet'],
  'read-excel-file': ['src/engine/procedures/spreadsheet'],
  comlink: ['src/rpc', 'src/workers', 'src/client', 'src/server', 'src/engine/models'],
  sharp: ['src/server'],
  'workbox-': ['src/service-worker'],
}

const IMPORT =
  /(?:^|\n)\s*(import|export)\s+(type\s)?[^'"]*?from\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s+['"]([^'"]+)['"]/g

const problems: string[] = []
const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((name) => `src/${name}`)
  .filter((name) => /\.tsx?$/.test(name) && !/\.(test|test-d)\.tsx?$/.test(name))
for (const file of sources) {
  for (const match of readFileSync(file, 'utf8').matchAll(IMPORT)) {
    const target = match[3] ?? match[4] ?? match[5] ?? ''
    const reason = forbidden(file, target, match[2] !== undefined)
    if (reason) problems.push(`${file}: imports ${target}: ${reason}`)
  }
}
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exit(1)
console.log('imports: all within the rules')

/** Why `file` may not import `target`, or undefined. */
function forbidden(file: string, target: string, typeOnly: boolean): string | undefined {
  if (!target.startsWith('.')) return forbiddenLibrary(file, target, typeOnly)
  const to = normalize(join(dirname(file), target)).split('/')
  const from = normalize(file).split('/')
  const [fromFolder = '', toFolder = ''] = [from[1], to[1]]
  if (to[0] !== 'src') return to[0] === '..' || to[0] === 'tests' ? 'it lies outside src/' : undefined
  if (fromFolder !== toFolder) {
    const allowed = FOLDERS[fromFolder]
    if (!allowed) return `src/${fromFolder} is no folder of the layout`
    const path = to.slice(1).join('/')
    const ok = allowed.some((rule) =>
      permits(rule, typeOnly, (name) => path === name || path.startsWith(`${name}/`)),
    )
    return ok ? undefined : `src/${fromFolder} may import ${allowed.join(', ') || 'nothing'}`
  }
  if (fromFolder !== 'engine') return undefined
  const part = (segments: string[]) => (segments.length > 3 ? (segments[2] ?? '.') : '.')
  const [fromPart, toPart] = [part(from), part(to)]
  if (fromPart === toPart) return undefined
  const allowed = ENGINE[fromPart]
  if (!allowed) return `src/engine/${fromPart} is no part of the layout`
  return allowed.some((rule) => permits(rule, typeOnly, (name) => toPart === name))
    ? undefined
    : `src/engine/${fromPart} may import ${allowed.join(', ') || 'nothing'}`
}

function permits(rule: string, typeOnly: boolean, matches: (name: string) => boolean): boolean {
  const [name = '', kind] = rule.split(':')
  return matches(name) && (kind !== 'type' || typeOnly)
}

function forbiddenLibrary(file: string, target: string, typeOnly: boolean): string | undefined {
  if (target.startsWith('node:'))
    return file.startsWith('src/server/') ? undefined : 'only src/server runs on Node alone'
  if (typeOnly) return undefined
  for (const [name, folders] of Object.entries(LIBRARIES)) {
    const matches = /[/-]$/.test(name)
      ? target.startsWith(name)
      : target === name || target.startsWith(`${name}/`)
    if (matches && !folders.some((folder) => file.startsWith(`${folder}/`)))
      return `only ${folders.join(' and ')} may import ${name}`
  }
  return undefined
}
