import { EngineError } from '../../../contract/errors.ts'
import type { Value } from '../../../contract/values.ts'
import { openZip } from '../../models/sources/read-zip-member.ts'

/** A sheet of a workbook: rows of cells, NULL where there is none. */
export interface Sheet {
  name: string
  rows: Value[][]
}

/** What all parts of a workbook may unpack to. */
const MAX_UNPACKED_BYTES = 512 * 1024 * 1024
/** A workbook of a few bytes can name its last cell, XFD1048576: 17 billion cells. */
const MAX_CELLS = 50_000_000

/** Reads the sheets of an Excel workbook (.xlsx). Dates become timestamps, true is 1, formulas are their last results.
 *  @throws EngineError `bad-file` */
export async function readSheets(bytes: Uint8Array): Promise<Sheet[]> {
  checkSizes(bytes)
  const { default: readWorkbook } = await import('read-excel-file/universal')
  try {
    const sheets = await readWorkbook(bytes.slice().buffer, { trim: false })
    return sheets.map(({ sheet, data }) => ({ name: sheet, rows: data.map((row) => row.map(toValue)) }))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new EngineError('bad-file', `the workbook cannot be read: ${reason}`, {}, { cause: error })
  }
}

function checkSizes(bytes: Uint8Array): void {
  const archive = openZip(bytes)
  const size = archive.members.reduce((sum, member) => sum + member.sizeBytes, 0)
  if (size > MAX_UNPACKED_BYTES) {
    throw new EngineError(
      'bad-file',
      `the workbook unpacks to ${size >> 20} MB; the limit is ${MAX_UNPACKED_BYTES >> 20} MB`,
    )
  }
  let cells = 0
  for (const { name } of archive.members) {
    if (/^xl\/worksheets\/[^/]*\.xml$/i.test(name)) cells += extentOf(archive.read(name))
  }
  if (cells > MAX_CELLS) {
    throw new EngineError(
      'bad-file',
      `the workbook's sheets reach over ${cells} cells; the limit is ${MAX_CELLS}`,
    )
  }
}

const CELL = /\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,9})["']/g

/** Cells of the rectangle that holds all cells of a sheet. */
function extentOf(xml: Uint8Array): number {
  let [width, height] = [0, 0]
  for (const [, letters, row] of new TextDecoder().decode(xml).matchAll(CELL)) {
    let column = 0
    for (const letter of letters!.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64
    width = Math.max(width, column)
    height = Math.max(height, Number(row))
  }
  return width * height
}

function toValue(cell: unknown): Value {
  if (cell === null || cell === undefined || cell === '') return null
  if (typeof cell === 'boolean') return cell ? 1 : 0
  if (cell instanceof Date) return { kind: 'timestamp', ms: cell.getTime() }
  return typeof cell === 'number' || typeof cell === 'string' ? cell : String(cell)
}

/** A sheet as a table: names of columns, and rows of as many cells.
 *  @param headers true: the first row has the names; else columns are called A, B, … as the sheet calls them */
export function toTable({ rows }: Sheet, headers: boolean): { names: string[]; rows: Value[][] } {
  const width = rows.reduce((widest, row) => Math.max(widest, row.length), 0)
  const names: string[] = []
  const taken = new Set<string>()
  for (let c = 0; c < width; c++) {
    const given = headers ? rows[0]?.[c] : null
    const name = given === null || given === undefined ? letters(c) : String(textOf(given))
    let free = name
    for (let n = 2; taken.has(free); n++) free = `${name} ${n}`
    taken.add(free)
    names.push(free)
  }
  return { names, rows: headers ? rows.slice(1) : rows }
}

const textOf = (value: Value): unknown =>
  typeof value === 'object' && value !== null && 'ms' in value ? new Date(value.ms).toISOString() : value

/** `A` to `Z`, `AA`, … */
function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last
}
