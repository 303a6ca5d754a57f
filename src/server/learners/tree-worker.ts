// learners/ is the Node side of the learners' workers; the training itself is the engine's own. Start with spawn-trees.ts.
import { parentPort } from 'node:worker_threads'
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'
import { exposeTrees } from '../../engine/models/learners/expose-trees.ts'

if (!parentPort) throw new Error('tree-worker.ts runs as a worker thread')
exposeTrees(nodeEndpoint(parentPort))
