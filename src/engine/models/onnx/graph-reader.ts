import { EngineError } from '../../../contract/errors.ts'
import type { FeatureSpec } from '../../../contract/learning.ts'
import type { Part } from '../learners/parts/part.ts'
import { settled } from './curves.ts'
import { readInputs } from './graph-inputs.ts'
import type { Value } from './graph-values.ts'
import { OPERATIONS } from './operations.ts'
import type { OnnxGraph, OnnxNode } from './read-onnx.ts'
import { partOf } from './scores.ts'

/** Follows a graph from its inputs to its scores, by what each operation makes of columns of features, sums and scores. What
 *  is not understood matters only where the scores hang on it. */
export class GraphReader {
  readonly features: FeatureSpec[]
  readonly #graph: OnnxGraph
  readonly #asScores = new WeakMap<Value, Value>()
  readonly #values = new Map<string, Value | EngineError>()

  constructor(graph: OnnxGraph) {
    this.#graph = graph
    const { features, of } = readInputs(graph)
    this.features = features
    for (const [name, tensor] of graph.constants) this.#values.set(name, { kind: 'constant', tensor })
    for (const { name, isText } of graph.inputs) {
      const own = of.get(name)!
      this.#values.set(
        name,
        isText
          ? { kind: 'texts', features: own }
          : {
              kind: 'columns',
              isDouble: false,
              columns: own.map((feature) => ({ kind: 'number', feature, steps: [] })),
            },
      )
    }
  }

  /** The scores that the graph gives, and the labels that it names for them.
   *  @throws EngineError `not-supported`, `bad-file` why there are none */
  scores(): { part: Part; labels: readonly (string | number)[] | undefined } {
    for (const node of this.#graph.nodes) this.#follow(node)
    let found: { part: Part; labels: readonly (string | number)[] | undefined } | undefined
    let labels: readonly (string | number)[] | undefined
    let why: EngineError | undefined
    for (const name of this.#graph.outputs) {
      const value = this.#values.get(name)
      if (value instanceof EngineError) why ??= value
      else if (value?.kind === 'labels') labels = value.labels
      else if (value) found ??= this.#scored(value)
    }
    if (found) return { part: found.part, labels: found.labels ?? labels }
    throw (
      why ??
      new EngineError(
        'not-supported',
        'The ONNX file gives no scores of trees, linear models or layers as an output.',
      )
    )
  }

  #scored(given: Value) {
    const value = this.#settled(given)
    const part = partOf(value, this.features)
    return part && { part, labels: value.kind === 'scores' ? value.labels : undefined }
  }

  /** The same for the same value: operations ask whether two values are one. */
  #settled(value: Value): Value {
    const known = this.#asScores.get(value) ?? settled(value, this.features)
    this.#asScores.set(value, known)
    return known
  }

  #follow(node: OnnxNode): void {
    try {
      const results = this.#apply(node)
      node.outputs.forEach((name, i) => {
        const result = Array.isArray(results) ? results[i] : i === 0 ? results : undefined
        if (result) this.#values.set(name, result)
      })
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      for (const name of node.outputs) this.#values.set(name, error)
    }
  }

  /** @throws EngineError why the operation is not understood, or one that it hangs on was not */
  #apply(node: OnnxNode): Value | (Value | undefined)[] {
    const inputs = node.inputs.flatMap((name) => {
      const value = this.#values.get(name)
      if (value instanceof EngineError) throw value
      if (name !== '' && !value)
        throw new EngineError('bad-file', `The ONNX file is damaged: nothing gives '${name.slice(0, 100)}'.`)
      return value ? [value] : []
    })
    const operation = Object.hasOwn(OPERATIONS, node.op) ? OPERATIONS[node.op] : undefined
    const apply = (to: Value[]) => operation?.(node, to, this.features)
    const results = apply(inputs) ?? apply(inputs.map((value) => this.#settled(value)))
    if (results) return results
    const read = Object.keys(OPERATIONS).join(', ')
    throw new EngineError(
      'not-supported',
      `The ONNX file uses the operation ${node.op.slice(0, 40)} in a way that is not read; read are, in models of trees, linear models and layers: ${read}.`,
    )
  }
}
