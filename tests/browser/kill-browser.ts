import { readdirSync, readFileSync } from 'node:fs'

/** Kills every process of the browser that runs on a profile (SIGKILL: no chance to write anything), and waits until
 *  they are gone. */
export async function killBrowser(profile: string): Promise<void> {
  for (const pid of processesOf(profile)) process.kill(pid, 'SIGKILL')
  while (processesOf(profile).length > 0) await new Promise((resolve) => setTimeout(resolve, 20))
}

/** The browser's own process names the profile in its command line; its children do by their `--user-data-dir`, or
 *  have it as their ancestor and end with it. */
function processesOf(profile: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(profile) && !isZombie(pid)
      } catch {
        return false // it has ended meanwhile
      }
    })
}

const isZombie = (pid: number): boolean => / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
