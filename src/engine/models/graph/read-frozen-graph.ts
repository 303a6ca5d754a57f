import type { Preprocessing } from '../../../contract/inception.ts'
import { findFrontEnd } from './find-front-end.ts'
import { sortGraph } from './graph.ts'
import { lowerGraph } from './lower-graph.ts'
import { readGraphDef } from './read-graph-def.ts'
import { type ModelFiles, toModelFiles } from './to-model-files.ts'

/** A frozen network, ready to be kept and run like any other. */
export interface FrozenGraph extends ModelFiles {
  /** What the graph itself says of how pixels become its input. */
  preprocessing: Partial<Preprocessing>
}

/** The size of an Inception's image, for a graph that takes any. */
const USUAL_SIZE = { width: 299, height: 299 }

/** A frozen TensorFlow graph (binary GraphDef) as a network. Its decoding and resizing of the image is recognised and
 *  left to our preprocessing; all that can be computed from the image stays, under its own names.
 *  @throws EngineError `bad-file`, `not-supported` */
export function readFrozenGraph(bytes: Uint8Array): FrozenGraph {
  const graph = sortGraph(readGraphDef(bytes))
  const { input, preprocessing } = findFrontEnd(graph)
  const lowered = lowerGraph(graph, input, { ...USUAL_SIZE, ...preprocessing })
  return { ...toModelFiles(lowered), preprocessing }
}
