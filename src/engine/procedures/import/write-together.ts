import { EngineError } from '../../../contract/errors.ts'
import type { Call } from '../../../contract/progress.ts'
import type { DatasetWriter, EngineContext } from '../../context.ts'
import type { OutputDataset } from '../../params.ts'

export interface DatasetTarget {
  output: OutputDataset
  write(writer: DatasetWriter): Promise<void>
}

/** Writes several datasets of one file. All are written before the first is seen, so that a file that turns out to be
 *  malformed leaves nothing.
 *  @param beforeCommit what must be there when they are seen; called once all are written
 *  @returns their numbers of rows
 *  @throws EngineError `conflict` naming the datasets that are there already, unless they may be replaced */
export async function writeTogether(
  targets: readonly DatasetTarget[],
  replace: boolean,
  context: EngineContext,
  call: Call,
  beforeCommit: () => Promise<void> = async () => undefined,
): Promise<number[]> {
  const there = targets.flatMap(({ output: { id } }) =>
    id !== undefined && context.datasets.schema(id) ? [id] : [],
  )
  if (there.length > 0 && !replace) {
    throw new EngineError(
      'conflict',
      `there are datasets of these names already: ${there.slice(0, 10).join(', ')}; set "replace" to true to replace them, or delete them first`,
      { datasets: there },
    )
  }
  const writers: DatasetWriter[] = []
  try {
    for (const { output, write } of targets) {
      const writer = await context.datasets.write(output, call)
      writers.push(writer)
      await write(writer)
    }
    await beforeCommit()
    const counts: number[] = []
    for (const writer of writers) counts.push((await writer.commit()).rowCount)
    return counts
  } finally {
    // After a commit this does nothing.
    for (const writer of writers) await writer.abort()
  }
}
