import { EngineError } from '../../contract/errors.ts'
import type { Embedding, Value } from '../../contract/values.ts'
import { isInteger32 } from './bulk-insert.ts'
import { EMBEDDING_TAG, type SqliteValue, toSqlite, withBytes } from './codec.ts'
import { embeddingHeadSize, writeEmbeddingHead } from './embedding-bytes.ts'
import type { SqliteModule } from './sqlite-module.ts'
import { textAt } from './text-at.ts'
import { ValueArguments } from './value-arguments.ts'

const INTEGER = 1
const FLOAT = 2
const TEXT = 3
const BLOB = 4

/** SQLite copies what it is given. */
const TRANSIENT = -1
const UTF8 = 1

/** A function or the step of an aggregate, over cells. `context` tells the groups of an aggregate apart. */
export type CellFunction = (context: number, cells: SqliteValue[]) => SqliteValue | undefined

/** Cells straight out of SQLite's memory and into it: sql.js copies blobs byte by byte and texts through its stack, which costs
 *  more than most functions do. */
export class CellBridge {
  private readonly module: SqliteModule
  private readonly memory: WebAssembly.Memory
  private readonly onThrown: (error: unknown) => void
  private bytes: Uint8Array
  private doubles: Float64Array
  private view: DataView
  /** Where results are put together in SQLite's memory. */
  private scratch = 0
  private scratchSize = 0
  private readonly encoder = new TextEncoder()

  /** @param onThrown told what a function threw, which SQLite cannot carry */
  constructor(module: SqliteModule, memory: WebAssembly.Memory, onThrown: (error: unknown) => void) {
    this.module = module
    this.onThrown = onThrown
    this.memory = memory
    this.bytes = new Uint8Array(memory.buffer)
    this.doubles = new Float64Array(memory.buffer)
    this.view = new DataView(memory.buffer)
  }

  /** A pointer to a function of SQLite's shape `void f(context, count, values)`. */
  functionPointer(apply: CellFunction): number {
    const { module } = this
    return module.addFunction((context: number, count: number, values: number) => {
      try {
        const result = apply(context, this.arguments(count, values))
        if (result !== undefined) this.result(context, result)
      } catch (error) {
        this.fail(context, error)
      }
    }, 'viii')
  }

  /** The same for a function over values, none of which is copied more often than it must be. Embeddings among the
   *  arguments hold until the function is called the next time. */
  valueFunctionPointer(apply: (values: Value[]) => Value): number {
    const { module } = this
    const blobs = new ValueArguments()
    return module.addFunction((context: number, count: number, values: number) => {
      try {
        this.valueResult(context, apply(this.arguments(count, values, blobs)))
      } catch (error) {
        this.fail(context, error)
      }
    }, 'viii')
  }

  /** A pointer to a function of SQLite's shape `void f(context)`. */
  finalPointer(finish: (context: number) => SqliteValue): number {
    const { module } = this
    return module.addFunction((context: number) => {
      try {
        this.result(context, finish(context))
      } catch (error) {
        this.fail(context, error)
      }
    }, 'vi')
  }

  private fail(context: number, error: unknown): void {
    this.onThrown(error)
    // Whoever called the statement rethrows what was thrown; SQLite only has to stop.
    this.module._sqlite3_result_error(context, 0, 0)
  }

  /** Makes a function known to a connection, for any number of arguments. */
  register(
    database: number,
    name: string,
    pointers: { apply?: number; step?: number; final?: number },
  ): void {
    const { module } = this
    const text = module.stringToNewUTF8(name)
    const { apply = 0, step = 0, final = 0 } = pointers
    const code = module._sqlite3_create_function_v2(database, text, -1, UTF8, 0, apply, step, final, 0)
    module._free(text)
    if (code !== 0) throw new Error(`SQLite does not take the function ${name}: code ${code}`)
  }

  /** The number that tells a group of an aggregate from the others: the same for all its steps. Zero if it has had none
   *  and `make` is false. */
  group(context: number, make: boolean): number {
    return this.module._sqlite3_aggregate_context(context, make ? 8 : 0)
  }

  /** A row of a statement that has just stepped to one. */
  row(statement: number): SqliteValue[] {
    const { module } = this
    const count = module._sqlite3_data_count(statement)
    const row: SqliteValue[] = new Array(count)
    for (let i = 0; i < count; i++) {
      switch (module._sqlite3_column_type(statement, i)) {
        case INTEGER:
        case FLOAT:
          row[i] = module._sqlite3_column_double(statement, i)
          break
        case TEXT: {
          const at = module._sqlite3_column_text(statement, i)
          row[i] = this.text(at, module._sqlite3_column_bytes(statement, i))
          break
        }
        case BLOB: {
          const at = module._sqlite3_column_blob(statement, i)
          row[i] = this.blob(at, module._sqlite3_column_bytes(statement, i))
          break
        }
        default:
          row[i] = null
      }
    }
    return row
  }

  private arguments(count: number, values: number): SqliteValue[]
  private arguments(count: number, values: number, blobs: ValueArguments): Value[]
  private arguments(count: number, values: number, blobs?: ValueArguments): Value[] {
    const { module } = this
    const cells: Value[] = new Array(count)
    for (let i = 0; i < count; i++) {
      this.refresh()
      const value = this.view.getUint32(values + 4 * i, true)
      switch (module._sqlite3_value_type(value)) {
        case INTEGER:
        case FLOAT:
          cells[i] = module._sqlite3_value_double(value)
          break
        case TEXT: {
          const at = module._sqlite3_value_text(value)
          cells[i] = this.text(at, module._sqlite3_value_bytes(value))
          break
        }
        case BLOB: {
          const at = module._sqlite3_value_blob(value)
          const size = module._sqlite3_value_bytes(value)
          this.refresh()
          cells[i] = blobs
            ? blobs.read(i, this.view, this.bytes, at, at + size)
            : this.bytes.slice(at, at + size)
          break
        }
        default:
          cells[i] = null
      }
    }
    return cells
  }

  private text(at: number, size: number): string {
    this.refresh()
    return textAt(this.bytes, at, at + size)
  }

  private blob(at: number, size: number): Uint8Array {
    this.refresh()
    return this.bytes.slice(at, at + size)
  }

  private valueResult(context: number, value: Value): void {
    if (value === null || typeof value !== 'object' || value instanceof Uint8Array)
      this.result(context, toSqlite(value))
    else if (value.kind === 'embedding') this.embeddingResult(context, value)
    else if (value.kind === 'row' || value.kind === 'path' || value.kind === 'timestamp')
      this.bytesResult(context, value)
    else this.result(context, toSqlite(value))
  }

  private embeddingResult(context: number, value: Embedding): void {
    const { data } = value
    const head = embeddingHeadSize(value)
    const size = head + data.byteLength
    this.reserve(size)
    const { bytes, scratch } = this
    writeEmbeddingHead(EMBEDDING_TAG, value, bytes, scratch)
    if (data instanceof Float64Array) this.doubles.set(data, (scratch + head) >>> 3)
    else bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), scratch + head)
    this.module._sqlite3_result_blob(context, scratch, size, TRANSIENT)
  }

  private bytesResult(context: number, value: Value): void {
    withBytes(value, (made, start, end) => {
      const size = end - start
      this.reserve(size)
      const { bytes, scratch } = this
      if (size > 64) bytes.set(made.subarray(start, end), scratch)
      else for (let i = 0; i < size; i++) bytes[scratch + i] = made[start + i]!
      this.module._sqlite3_result_blob(context, scratch, size, TRANSIENT)
    })
  }

  private result(context: number, value: SqliteValue): void {
    const { module } = this
    if (typeof value === 'number') {
      if (isInteger32(value)) module._sqlite3_result_int(context, value)
      else module._sqlite3_result_double(context, value)
    } else if (value === null) module._sqlite3_result_null(context)
    else if (typeof value === 'string') {
      this.reserve(value.length * 3)
      module._sqlite3_result_text(context, this.scratch, this.write(value), TRANSIENT)
    } else {
      this.reserve(value.length)
      this.bytes.set(value, this.scratch)
      module._sqlite3_result_blob(context, this.scratch, value.length, TRANSIENT)
    }
  }

  /** Writes a text to the scratch. @returns the number of its bytes */
  private write(content: string): number {
    const { bytes, scratch } = this
    const { length } = content
    if (length <= 64) {
      let i = 0
      for (; i < length; i++) {
        const code = content.charCodeAt(i)
        if (code > 127) break
        bytes[scratch + i] = code
      }
      if (i === length) return length
    }
    return this.encoder.encodeInto(content, bytes.subarray(scratch, scratch + this.scratchSize)).written
  }

  private reserve(size: number): void {
    // Without a place an empty text would be a null pointer, which SQLite takes for NULL.
    if (size > this.scratchSize || this.scratch === 0) {
      if (this.scratch) this.module._free(this.scratch)
      this.scratchSize = Math.max(4096, 2 * size)
      this.scratch = this.module._malloc(this.scratchSize)
      if (this.scratch === 0) {
        this.scratchSize = 0
        throw new EngineError('not-supported', 'a value does not fit into memory')
      }
    }
    this.refresh()
  }

  /** Memory that grew lies in another buffer; views of the old one have no length. */
  private refresh(): void {
    if (this.bytes.length > 0) return
    this.bytes = new Uint8Array(this.memory.buffer)
    this.doubles = new Float64Array(this.memory.buffer)
    this.view = new DataView(this.memory.buffer)
  }
}
