import { classifier } from './classifier/classifier.ts'
import { classifierExplain } from './classifier/classifier-explain.ts'
import { probabilizer } from './classifier/probabilizer.ts'
import type { FunctionType } from './define-function.ts'
import { fetcher } from './fetcher.ts'
import { embeddingNeighbors } from './neighbors/embedding-neighbors.ts'
import { sqlExpression } from './sql-expression.ts'
import { sqlQuery } from './sql-query.ts'
import { tensorflowGraph } from './tensorflow-graph.ts'

/** All types of functions, as `/v1/types/functions` lists them. */
export const functionTypes: readonly FunctionType[] = [
  classifier,
  classifierExplain,
  embeddingNeighbors,
  fetcher,
  probabilizer,
  sqlExpression,
  sqlQuery,
  tensorflowGraph,
]
