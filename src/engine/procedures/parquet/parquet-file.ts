import type { SchemaElement } from 'hyparquet'
import type { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import type { Embedding, Timestamp, Value } from '../../../contract/values.ts'
import { toExactJson } from '../json/exact-json.ts'
import { type ColumnKind, NOTES_KEY, type ParquetNotes, toMicroseconds } from './column-kind.ts'

/** A column of a Parquet file: its name there (the text form of its path) and how it lies. */
export type ParquetColumn = { name: string } & ColumnKind

export interface ParquetFileOptions {
  /** Embeddings as bytes, little-endian, instead of lists of numbers: small and fast, for mldb's own use. */
  binaryEmbeddings?: boolean
}

/** A Parquet file in the making, a row group at a time; compressed with Snappy. */
export class ParquetFile {
  private readonly columns: readonly ParquetColumn[]
  private readonly binary: boolean
  private readonly bytes: ByteWriter
  private readonly writer: ParquetWriter

  private constructor(
    library: typeof import('hyparquet-writer'),
    columns: readonly ParquetColumn[],
    { binaryEmbeddings = false }: ParquetFileOptions,
  ) {
    this.columns = columns
    this.binary = binaryEmbeddings
    this.bytes = new library.ByteWriter()
    const notes: ParquetNotes = {
      version: 1,
      columns: columns.map((column) => ({
        ...column,
        ...(column.kind === 'embedding' && binaryEmbeddings ? { binary: true } : {}),
      })),
    }
    this.writer = new library.ParquetWriter({
      writer: this.bytes,
      schema: [
        { name: 'root', num_children: columns.length },
        ...columns.flatMap((column) => schemaOf(column, binaryEmbeddings)),
      ],
      createdBy: 'mldb-web',
      kvMetadata: [{ key: NOTES_KEY, value: JSON.stringify(notes) }],
    })
  }

  /** Begins a file. The library is loaded when it is first needed. */
  static async create(
    columns: readonly ParquetColumn[],
    options: ParquetFileOptions = {},
  ): Promise<ParquetFile> {
    return new ParquetFile(await import('hyparquet-writer'), columns, options)
  }

  /** Writes some rows: `cells[c][r]`; undefined and null are both NULL. */
  async writeRows(cells: readonly (readonly (Value | undefined)[])[], rowCount: number): Promise<void> {
    if (rowCount === 0) return
    await this.writer.write({
      columnData: this.columns.map((column, c) => {
        const data = Array.from({ length: rowCount }, (_, r) => toParquet(cells[c]![r], column, this.binary))
        return { name: column.name, data, ...(mayHoldNegativeZero(column, data) ? PLAIN : {}) }
      }),
      rowGroupSize: rowCount,
    })
  }

  async finish(): Promise<Uint8Array> {
    await this.writer.finish()
    return this.bytes.getBytes()
  }
}

/** Without a dictionary: the library's takes 0 and -0 for one value. */
const PLAIN = { encoding: 'PLAIN' } as const

const mayHoldNegativeZero = ({ kind }: ColumnKind, data: readonly unknown[]): boolean =>
  kind === 'embedding' || (kind === 'number' && data.some((value) => Object.is(value, -0)))

const OPTIONAL = { repetition_type: 'OPTIONAL' } as const
const ELEMENTS = { float32: 'FLOAT', float64: 'DOUBLE', int32: 'INT32', uint8: 'INT32' } as const

function schemaOf(column: ParquetColumn, binary: boolean): SchemaElement[] {
  const { name } = column
  switch (column.kind) {
    case 'integer':
      return [{ name, ...OPTIONAL, type: 'INT64' }]
    case 'number':
      return [{ name, ...OPTIONAL, type: 'DOUBLE' }]
    case 'blob':
      return [{ name, ...OPTIONAL, type: 'BYTE_ARRAY' }]
    case 'timestamp':
      return [{ name, ...OPTIONAL, type: 'INT64', converted_type: 'TIMESTAMP_MICROS' }]
    case 'string':
    case 'exact':
      return [{ name, ...OPTIONAL, type: 'BYTE_ARRAY', converted_type: 'UTF8' }]
    case 'embedding':
      if (binary) return [{ name, ...OPTIONAL, type: 'BYTE_ARRAY' }]
      return [
        { name, ...OPTIONAL, num_children: 1, converted_type: 'LIST' },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        { name: 'element', repetition_type: 'REQUIRED', type: ELEMENTS[column.type] },
      ]
  }
}

function toParquet(value: Value | undefined, { kind }: ColumnKind, binary: boolean): unknown {
  if (value === null || value === undefined) return null
  switch (kind) {
    case 'integer':
      return BigInt(value as number | bigint)
    case 'timestamp':
      return toMicroseconds((value as Timestamp).ms)
    case 'embedding': {
      const { data } = value as Embedding
      return binary ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : Array.from(data)
    }
    case 'exact':
      return toExactJson(value)
    default:
      return value
  }
}
