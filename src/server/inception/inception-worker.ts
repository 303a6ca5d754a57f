import { parentPort } from 'node:worker_threads'
import { expose } from 'comlink'
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'
import { createEmbedder } from '../../engine/models/inception/embedder.ts'
import { toWorkerApi } from '../../engine/models/inception/to-worker-api.ts'
import { decodeWithSharp } from './decode-with-sharp.ts'

if (!parentPort) throw new Error('inception-worker.ts runs as a worker thread')
expose(toWorkerApi(createEmbedder({ decode: decodeWithSharp })), nodeEndpoint(parentPort))
