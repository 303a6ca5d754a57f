import { cpus, loadavg, totalmem } from 'node:os'

/** Where a result was measured. */
export const describeMachine = (browser: string) => ({
  cpu: cpus()[0]?.model,
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  browser: `Chromium ${browser}`,
  node: process.version,
  load: Number(loadavg()[0]!.toFixed(1)),
})
