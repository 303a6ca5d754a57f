/** SQLite's own functions that a statement may call where the dialect has none of that name. They are named here one
 *  by one: nothing that reads files, loads extensions or registers tables is among them. */
export const SQLITE_FUNCTIONS: ReadonlySet<string> = new Set(
  `char coalesce date datetime format glob hex ifnull iif instr json json_array json_array_length json_error_position
   json_extract json_insert json_object json_patch json_pretty json_quote json_remove json_replace json_set json_type
   json_valid julianday likely ltrim max min nullif octet_length printf quote replace rtrim strftime substr
   substring time timediff trim trunc typeof unicode unistr unixepoch unlikely concat_ws degrees
   radians log2 log10`.split(/\s+/),
)

/** Those that hand their arguments through as they are; the others see plain text and numbers. */
export const PASSING_FUNCTIONS: ReadonlySet<string> = new Set(
  'coalesce ifnull iif nullif likely unlikely max min'.split(' '),
)

/** Functions that need an OVER. */
export const SQLITE_WINDOW_FUNCTIONS: ReadonlySet<string> = new Set(
  'row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value'.split(
    ' ',
  ),
)

/** SQLite's own aggregates that the dialect does not define itself. */
export const SQLITE_AGGREGATES: ReadonlySet<string> = new Set(
  'group_concat total json_group_array json_group_object'.split(' '),
)
