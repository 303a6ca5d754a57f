import { EngineError } from '../../../contract/errors.ts'
import { SCHEMA_VERSION } from '../schema.ts'
import { ENTRY_STEPS, type EntryStep } from '../upgrade.ts'
import { Entries, type EntryChange } from './entries.ts'
import { encodeFrame, type Frame, type Scan, scanFrames } from './frame.ts'
import { readUpTo, type SyncFile, writeAll } from './sync-file.ts'

/** The first frame of a generation: everything there was when it began. */
interface Snapshot {
  schemaVersion: number
  entries: EntryChange[]
}

/** The last frame of a generation: written once the next one is whole. */
interface Superseded {
  next: number
}

interface Commit {
  changes: EntryChange[]
}

type Body = Snapshot | Commit | Superseded

const REWRITE_FROM_BYTES = 1 << 20
/** A manifest this many times longer than its snapshot is written anew. */
const REWRITE_FACTOR = 4

/** Zeros at the end of the file, which are no frame: room for commits that only delete, so that a full disk can be
 *  emptied. */
const RESERVE_BYTES = 256 << 10

export interface ManifestOptions {
  schemaVersion?: number
  /** Bring entries of an older version of the layout up; `steps[v]` leads from v to v + 1. */
  steps?: readonly EntryStep[]
  reserveBytes?: number
}

/** A table of contents as a log: a snapshot, then one checksummed frame per commit; appending it is the commit. It lies
 *  in two files by turns. A new generation is written whole beside the old one before the old one is closed, so that at
 *  every byte of every write one of them is complete; and since the old one, replayed, is what the new one's snapshot
 *  says, even a damaged snapshot costs nothing. */
export class Manifest {
  readonly entries: Entries
  /** What was found damaged when it was opened. */
  readonly problems: readonly string[]
  private readonly files: readonly [SyncFile, SyncFile]
  private generation: number
  private sequence: number
  private current: 0 | 1
  private end: number
  private snapshotBytes: number
  private readonly schemaVersion: number
  private readonly reserve: number

  /** Opens what the two files hold; empty files are an empty manifest.
   *  @throws EngineError `internal` where a newer version of the app wrote it */
  constructor(
    files: readonly [SyncFile, SyncFile],
    {
      schemaVersion = SCHEMA_VERSION,
      steps = ENTRY_STEPS,
      reserveBytes = RESERVE_BYTES,
    }: ManifestOptions = {},
  ) {
    this.reserve = reserveBytes
    this.files = files
    this.schemaVersion = schemaVersion
    const found = recover(scan(files[0]), scan(files[1]), schemaVersion)
    this.entries = found.entries
    this.problems = found.problems
    this.generation = found.generation
    this.sequence = found.sequence
    this.current = found.current
    this.end = found.end
    this.snapshotBytes = found.end
    if (found.schemaVersion < schemaVersion) {
      for (let v = found.schemaVersion; v < schemaVersion; v++) steps[v]?.(this.entries)
      this.rewrite()
    } else if (this.problems.length > 0) this.tryRewrite()
  }

  /** Adds a commit. It is on the disk when this returns; where it throws, it is as if it had not been asked for. */
  append(changes: EntryChange[]): void {
    const bytes = encodeFrame({
      generation: this.generation,
      sequence: this.sequence + 1,
      body: { changes } satisfies Body,
    })
    const file = this.files[this.current]
    const isPut = changes.some((change) => change.length !== 2)
    const before = file.getSize()
    const grows = isPut && before < this.end + bytes.length + this.reserve
    try {
      writeAll(file, grows ? this.withReserve(bytes) : bytes, this.end)
      file.flush()
    } catch (error) {
      this.blank(file, before)
      throw error
    }
    this.sequence++
    this.end += bytes.length
  }

  /** Called after the entries were changed: writes a new generation once the log has grown long. */
  tidy(): void {
    if (this.end < REWRITE_FROM_BYTES || this.end < REWRITE_FACTOR * this.snapshotBytes) return
    this.tryRewrite()
  }

  private tryRewrite(): void {
    try {
      this.rewrite()
    } catch {
      // The disk is full: the old generation goes on, and the next is tried again once it has doubled.
      this.snapshotBytes = this.end / 2
    }
  }

  private rewrite(): void {
    const next = this.current === 0 ? 1 : 0
    const file = this.files[next]
    const entries = [...this.entries.changes()]
    const bytes = encodeFrame({
      generation: this.generation + 1,
      sequence: this.sequence + 1,
      body: { schemaVersion: this.schemaVersion, entries } satisfies Body,
    })
    file.truncate(0)
    writeAll(file, this.withReserve(bytes), 0)
    file.flush()
    this.close(this.files[this.current])
    this.generation++
    this.sequence++
    this.current = next
    this.end = bytes.length
    this.snapshotBytes = bytes.length
  }

  /** Undoes a write after the end: the file is as long as it was, with zeros in reserve. */
  private blank(file: SyncFile, size: number): void {
    try {
      file.truncate(size)
      writeAll(file, new Uint8Array(size - this.end), this.end)
    } catch {
      file.truncate(this.end)
    }
  }

  /** A frame with zeros after it. */
  private withReserve(frame: Uint8Array): Uint8Array {
    // Half as much again, or every commit would write it anew.
    const bytes = new Uint8Array(frame.length + this.reserve + (this.reserve >> 1))
    bytes.set(frame)
    return bytes
  }

  /** Marks the old generation as superseded. It only helps to tell damage from a write cut off, so it may fail. */
  private close(file: SyncFile): void {
    try {
      const body: Body = { next: this.generation + 1 }
      writeAll(
        file,
        encodeFrame({ generation: this.generation, sequence: this.sequence + 1, body }),
        this.end,
      )
      file.flush()
    } catch {}
  }
}

const scan = (file: SyncFile): Scan => scanFrames(readUpTo(file, 0, file.getSize()))

interface Recovered {
  entries: Entries
  problems: string[]
  generation: number
  sequence: number
  current: 0 | 1
  end: number
  /** 0 where there is nothing yet. */
  schemaVersion: number
}

function recover(a: Scan, b: Scan, known: number): Recovered {
  const problems: string[] = []
  const generationOf = ({ frames }: Scan) =>
    frames.reduce((max, { generation }) => Math.max(max, generation), 0)
  const [ga, gb] = [generationOf(a), generationOf(b)]
  const current = gb > ga ? 1 : 0
  const [newer, older] = current === 1 ? [b, a] : [a, b]
  const generation = Math.max(ga, gb)
  const frames = newer.frames.filter((frame) => frame.generation === generation)
  const entries = new Entries()
  const hasSnapshot = frames.some(({ body }) => 'entries' in (body as Body))
  if (generation > 0 && !hasSnapshot) {
    problems.push('the table of contents is damaged at its start')
    replay(
      entries,
      older.frames.filter((frame) => frame.generation === generation - 1),
    )
  }
  replay(entries, frames)
  if (newer.gaps > 0) problems.push(`the table of contents is damaged in ${newer.gaps} places`)
  if (frames.some(({ body }) => 'next' in (body as Body)))
    problems.push('the newest table of contents is lost; what was kept before it was begun is there')
  const snapshots = [...older.frames, ...frames].filter(({ body }) => 'entries' in (body as Body))
  const schemaVersion =
    (snapshots.at(-1)?.body as Snapshot | undefined)?.schemaVersion ?? (generation > 0 ? known : 0)
  if (schemaVersion > known) {
    throw new EngineError('internal', 'the data was written by a newer version of MLDB Web; reload the page')
  }
  return {
    entries,
    problems,
    generation,
    sequence: Math.max(0, ...newer.frames.slice(-1).map(({ sequence }) => sequence)),
    current,
    end: newer.end,
    schemaVersion,
  }
}

function replay(entries: Entries, frames: readonly Frame[]): void {
  for (const { body } of frames) {
    const { entries: snapshot, changes } = body as Partial<Snapshot & Commit>
    for (const change of snapshot ?? changes ?? []) entries.apply(change)
  }
}
