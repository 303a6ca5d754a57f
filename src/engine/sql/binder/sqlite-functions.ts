/** How many arguments a function takes, from and to. */
export type Arity = readonly [least: number, most: number]

const MOST = 100

/** Reads `name/1 name/2-3 name/0+`. */
function arities(text: string): ReadonlyMap<string, Arity> {
  return new Map(
    text.split(/\s+/).map((one): [string, Arity] => {
      const [name, count] = one.split('/') as [string, string]
      if (count.endsWith('+')) return [name, [Number(count.slice(0, -1)), MOST]]
      const [least, most] = count.split('-').map(Number)
      return [name, [least!, most ?? least!]]
    }),
  )
}

/** SQLite's own functions that a statement may call where the dialect has none of that name, each with the number of its
 *  arguments. They are named here one by one: nothing that reads files, loads extensions or registers tables is among
 *  them. */
export const SQLITE_FUNCTIONS: ReadonlyMap<string, Arity> = arities(
  `char/0+ coalesce/2+ concat_ws/2+ date/0+ datetime/0+ degrees/1 format/1+ glob/2 hex/1 if/2+ ifnull/2 iif/2+ instr/2
   json/1 json_array/0+ json_array_insert/1+ json_array_length/1-2 json_error_position/1 json_extract/2+ json_insert/1+
   json_object/0+ json_patch/2 json_pretty/1-2 json_quote/1 json_remove/1+ json_replace/1+ json_set/1+ json_type/1-2
   json_valid/1-2 jsonb/1 jsonb_array/0+ jsonb_array_insert/1+ jsonb_extract/2+ jsonb_insert/1+ jsonb_object/0+
   jsonb_patch/2 jsonb_remove/1+ jsonb_replace/1+ jsonb_set/1+ julianday/0+ likelihood/2 likely/1 log10/1 log2/1
   ltrim/1-2 max/2+ min/2+ nullif/2 octet_length/1 printf/1+ quote/1 radians/1 random/0 randomblob/1 replace/3 rtrim/1-2
   sqlite_version/0 strftime/1+ substr/2-3 substring/2-3 time/0+ timediff/2 trim/1-2 trunc/1 typeof/1 unhex/1-2 unicode/1
   unistr/1 unistr_quote/1 unixepoch/0+ unlikely/1 zeroblob/1`,
)

/** Those that hand their arguments through as they are; the others see plain text and numbers. */
export const PASSING_FUNCTIONS: ReadonlySet<string> = new Set(
  'coalesce ifnull if iif nullif likely unlikely max min'.split(' '),
)

/** Those that give bytes, which every cell with bytes of the user's must be marked as. */
export const BLOB_FUNCTIONS: ReadonlySet<string> = new Set(
  [...SQLITE_FUNCTIONS.keys()].filter((name) => /^jsonb|blob$|^unhex$/.test(name)),
)

/** Those that look at bytes as they are; to the others a blob is the text in it. */
export const BYTE_FUNCTIONS: ReadonlySet<string> = new Set(['hex', 'octet_length', 'quote', 'typeof'])

/** Functions that need an OVER. */
export const SQLITE_WINDOW_FUNCTIONS: ReadonlyMap<string, Arity> = arities(
  `row_number/0 rank/0 dense_rank/0 percent_rank/0 cume_dist/0 ntile/1 lag/1-3 lead/1-3 first_value/1 last_value/1
   nth_value/2`,
)

/** SQLite's own aggregates that the dialect does not define itself. */
export const SQLITE_AGGREGATES: ReadonlyMap<string, Arity> = arities(
  'group_concat/1-2 total/1 json_group_array/1 json_group_object/2',
)
