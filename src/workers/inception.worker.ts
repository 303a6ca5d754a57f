import { expose } from 'comlink'
import { createBrowserDecoder } from '../engine/models/inception/decode-in-browser.ts'
import { createEmbedder } from '../engine/models/inception/embedder.ts'
import { toWorkerApi } from '../engine/models/inception/to-worker-api.ts'
import { wasmPaths } from '../engine/models/inception/wasm-paths.ts'

// Absent where the browser has no WebGPU or the page is not in a secure context.
const gpu = (navigator as { gpu?: GPU }).gpu

expose(toWorkerApi(createEmbedder({ decode: createBrowserDecoder(), wasmPaths, ...(gpu ? { gpu } : {}) })))
