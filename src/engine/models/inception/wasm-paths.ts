import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'

/** Where the bundler put tfjs's wasm files, by the name that tfjs asks for. For browsers; Node finds them by itself.
 *  tfjs insists on an address for each build; the threaded one is never loaded (see choose-backend.ts), so it is not
 *  shipped and its name leads to the other. */
export const wasmPaths = {
  'tfjs-backend-wasm.wasm': plain,
  'tfjs-backend-wasm-simd.wasm': simd,
  'tfjs-backend-wasm-threaded-simd.wasm': simd,
}
