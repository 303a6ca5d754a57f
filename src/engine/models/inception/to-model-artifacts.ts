import type { io } from '@tensorflow/tfjs-core'
import type { ModelFiles } from '../graph/to-model-files.ts'

/** A graph's files in the form that tfjs loads from memory. */
export function toModelArtifacts({ modelJson, weights }: ModelFiles): io.ModelArtifacts {
  return {
    modelTopology: modelJson.modelTopology,
    weightSpecs: modelJson.weightsManifest.flatMap((group) => group.weights),
    weightData: weights.buffer,
  }
}
