import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineError } from '../contract/errors.ts'

/** Takes a folder for this process; a lock whose process is gone is taken over.
 *  @returns gives the folder back
 *  @throws EngineError `conflict` where a living process has it */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'lock')
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      await writeFile(path, String(process.pid), { flag: 'wx' })
      return () => rm(path, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const owner = Number(await readFile(path, 'utf8').catch(() => ''))
      if (owner > 0 && isAlive(owner)) {
        throw new EngineError('conflict', `the folder ${folder} is in use by process ${owner}; stop it first`)
      }
      await rm(path, { force: true })
    }
  }
  throw new EngineError('conflict', `the folder ${folder} was taken by another process just now`)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
