import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'

/** Writes and prints bench/inception/results/NAME.json. */
export function writeResult(name: string, result: object): void {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  const entry = { when: new Date().toISOString(), commit, ...result }
  mkdirSync('bench/inception/results', { recursive: true })
  writeFileSync(`bench/inception/results/${name}.json`, `${JSON.stringify(entry, null, 2)}\n`)
  console.info(JSON.stringify(entry, null, 2))
}
