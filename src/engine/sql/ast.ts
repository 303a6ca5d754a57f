import type { Atom, Path } from '../../contract/values.ts'
import type { Extent } from './span.ts'

/** A statement as it was written. Every node has its extent in the text. */
export interface StatementNode extends Extent {
  explain: boolean
  query: Query
}

export interface Query extends Extent {
  kind: 'query'
  with?: { recursive: boolean; tables: CommonTable[] }
  body: Body
  orderBy: OrderTerm[]
  limit?: Expr
  offset?: Expr
}

export interface CommonTable extends Extent {
  name: string
  columns?: string[]
  query: Query
}

export type Body = Select | Values | Compound

export interface Select extends Extent {
  kind: 'select'
  distinct: boolean
  distinctOn?: Expr[]
  items: SelectItem[]
  named?: Expr
  from?: From
  when?: Expr
  where?: Expr
  groupBy?: Expr[]
  having?: Expr
  windows: { name: string; window: Window }[]
}

export interface Values extends Extent {
  kind: 'values'
  rows: Expr[][]
}

export interface Compound extends Extent {
  kind: 'compound'
  op: 'UNION' | 'UNION ALL' | 'INTERSECT' | 'EXCEPT'
  left: Body
  right: Body
}

export interface OrderTerm extends Extent {
  expr: Expr
  descending: boolean
  nulls?: 'FIRST' | 'LAST'
}

export type SelectItem =
  | (Extent & { kind: 'expr'; expr: Expr; name?: Path })
  /** `e AS *` */
  | (Extent & { kind: 'unpack'; expr: Expr })
  /** `*`, `t.*`, `a*`: `prefix` is what stands before the star; `dot` tells `a.*` from `a*`. */
  | (Extent & { kind: 'star'; prefix: Path; dot: boolean; excluding: Pattern[]; as?: Renaming })
  | (Extent & { kind: 'columnExpr'; columns: ColumnExpr })

/** A column name, or with `star` all that start with it. */
export interface Pattern extends Extent {
  path: Path
  star: boolean
  dot: boolean
}

/** `AS b*`, `AS b.*`, `AS *`: what the starred prefix becomes. */
export interface Renaming {
  prefix: Path
  dot: boolean
}

export interface ColumnExpr {
  structured: boolean
  select?: Expr
  as?: Expr
  where?: Expr
  orderBy: OrderTerm[]
  offset?: Expr
  limit?: Expr
}

export type From =
  | (Extent & { kind: 'dataset'; name: string; alias?: string })
  | (Extent & { kind: 'select'; query: Query; alias?: string; columns?: string[] })
  | (Extent & {
      kind: 'join'
      type: JoinType
      left: From
      right: From
      on?: Expr
      using?: string[]
      natural: boolean
    })
  | (Extent & { kind: 'tableFunction'; name: string; args: TableArgument[]; alias?: string })

export type JoinType = 'inner' | 'left' | 'right' | 'full' | 'cross'

/** `merge(a, transpose(b))` takes datasets, `row_dataset(e)` an expression; which of the two is the function's affair. */
export interface TableArgument extends Extent {
  from?: From
  expr?: Expr
}

export type BinaryOp =
  | 'or'
  | 'and'
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'is'
  | 'is not'
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '||'
  | '&'
  | '|'
  | '^'
  | '<<'
  | '>>'
  | '->'
  | '->>'
  | '@'

export type IsTest = 'NULL' | 'TRUE' | 'FALSE' | 'STRING' | 'NUMBER' | 'INTEGER' | 'TIMESTAMP' | 'INTERVAL'

export type Expr =
  | (Extent & { kind: 'literal'; value: Atom })
  | (Extent & { kind: 'name'; path: Path })
  | (Extent & { kind: 'parameter'; name: string })
  | (Extent & { kind: 'unary'; op: '-' | '+' | '~' | 'not'; operand: Expr })
  | (Extent & { kind: 'binary'; op: BinaryOp; left: Expr; right: Expr })
  | (Extent & { kind: 'between'; operand: Expr; low: Expr; high: Expr; negated: boolean })
  | (Extent & { kind: 'in'; operand: Expr; negated: boolean; set: InSet })
  | (Extent & {
      kind: 'like'
      op: 'like' | 'glob'
      operand: Expr
      pattern: Expr
      escape?: Expr
      negated: boolean
    })
  | (Extent & { kind: 'is'; operand: Expr; test: IsTest; negated: boolean })
  | (Extent & { kind: 'case'; operand?: Expr; branches: { when: Expr; result: Expr }[]; otherwise?: Expr })
  | (Extent & { kind: 'cast'; operand: Expr; type: string })
  | (Extent & CallNode)
  | (Extent & { kind: 'row'; items: SelectItem[] })
  | (Extent & { kind: 'embedding'; items: Expr[] })
  /** `e[{a, b AS c}]`, `e[name]`, `e[0]`: the right side is evaluated inside the left one. */
  | (Extent & { kind: 'extract'; from: Expr; key: Expr })
  /** `e.name` where e is no plain name. */
  | (Extent & { kind: 'member'; from: Expr; path: Path })
  | (Extent & { kind: 'subquery'; query: Query })
  | (Extent & { kind: 'exists'; query: Query })
  | (Extent & { kind: 'tuple'; items: Expr[] })
  | (Extent & { kind: 'collate'; operand: Expr; collation: string })

export type InSet =
  | { kind: 'list'; items: Expr[] }
  | { kind: 'query'; query: Query }
  | { kind: 'keys' | 'values'; of: Expr }

export interface CallNode {
  kind: 'call'
  /** `a` in `a.rowName()`: the dataset's alias. */
  qualifier?: string
  name: string
  args: Expr[]
  /** `count(*)` */
  star: boolean
  distinct: boolean
  orderBy: OrderTerm[]
  filter?: Expr
  over?: Window | string
}

export interface Window extends Extent {
  base?: string
  partitionBy: Expr[]
  orderBy: OrderTerm[]
  frame?: Frame
}

export interface Frame {
  unit: 'ROWS' | 'RANGE' | 'GROUPS'
  start: FrameBound
  end?: FrameBound
  exclude?: 'NO OTHERS' | 'CURRENT ROW' | 'GROUP' | 'TIES'
}

export type FrameBound =
  | { kind: 'UNBOUNDED PRECEDING' | 'CURRENT ROW' | 'UNBOUNDED FOLLOWING' }
  | { kind: 'PRECEDING' | 'FOLLOWING'; offset: Expr }
