import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'

const KNOWN_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

/** The path of a Chromium: the one that the environment variable CHROMIUM names, else the system's, else the one that
 *  Debian's package manager installs now (as root, or by sudo where it asks for no password).
 *  @throws Error that says how to install one */
export function findChromium(): string {
  const found = [process.env.CHROMIUM, ...KNOWN_PATHS].find((path) => path && isExecutable(path))
  if (found) return found
  console.log('Chromium is not installed; installing it with apt-get …')
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  for (const command of [
    ['apt-get', 'update'],
    ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium'],
  ]) {
    const [program = '', ...rest] = [...sudo, ...command]
    spawnSync(program, rest, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  }
  const installed = KNOWN_PATHS.find(isExecutable)
  if (installed) return installed
  throw new Error(
    'no Chromium: install one (apt-get install chromium) or name it in the environment variable CHROMIUM',
  )
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
