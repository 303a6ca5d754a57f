import { parentPort } from 'node:worker_threads'
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'
import { exposeTrees } from '../../src/engine/models/learners/expose-trees.ts'

exposeTrees(nodeEndpoint(parentPort!))
