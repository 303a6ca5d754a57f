import type { FunctionType } from './define-function.ts'
import { sqlExpression } from './sql-expression.ts'

/** All types of functions, as `/v1/types/functions` lists them. */
export const functionTypes: readonly FunctionType[] = [sqlExpression]
