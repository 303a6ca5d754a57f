import * as tf from '@tensorflow/tfjs-core'

/** Runs a batch through tfjs: pixels in, plain numbers out, and no tensor left behind.
 *  @param compute its tensors are disposed of */
export async function runTensors(
  pixels: Float32Array,
  shape: [number, number, number, number],
  compute: (batch: tf.Tensor4D) => tf.Tensor[],
): Promise<Float32Array[]> {
  const results = tf.tidy(() => compute(tf.tensor4d(pixels, shape)))
  try {
    return (await Promise.all(results.map((result) => result.data()))) as Float32Array[]
  } finally {
    tf.dispose(results)
  }
}
