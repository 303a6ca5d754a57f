import { keepUsed } from '../lower-graph.ts'
import type { Pass } from './pass.ts'

/** Drops what the kept nodes do not need. */
export const prune: Pass = (graph, keep) => keepUsed(graph, keep)
