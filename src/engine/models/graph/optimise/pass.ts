// optimise/ rewrites a graph so that a backend has less to do; what the kept nodes give stays within 1e-5. One pass, one
// file; optimise-graph.ts has the list.
import type { Graph } from '../graph.ts'

/** A rewrite. The nodes in `keep` are read by name and must give what they gave; every other may go. */
export type Pass = (graph: Graph, keep: ReadonlySet<string>) => Graph
