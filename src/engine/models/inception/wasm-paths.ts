import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'

/** Where the bundler put tfjs's wasm files, by the name that tfjs asks for. For browsers; Node finds them by itself.
 *  The threaded build is left out: see choose-backend.ts. */
export const wasmPaths = { 'tfjs-backend-wasm.wasm': plain, 'tfjs-backend-wasm-simd.wasm': simd }
