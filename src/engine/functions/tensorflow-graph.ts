import { BACKENDS, type Backend, type NetworkInfo } from '../../contract/inception.ts'
import type { ModelInfo } from '../../contract/rest.ts'
import { quoteIdentifier } from '../../lib/quote-identifier.ts'
import { labelsOf } from '../models/sources/labels-of.ts'
import type { LoadedModel } from '../models/sources/model-types.ts'
import { param } from '../params.ts'
import type { NativeFunction } from '../sql/catalog.ts'
import { defineFunction } from './define-function.ts'
import { urlReader } from './fetcher.ts'
import { embedRows } from './tensorflow/embed-rows.ts'
import { createFeatureCache } from './tensorflow/feature-cache.ts'
import { rememberGraph } from './tensorflow/graph-of.ts'
import { modelSources } from './tensorflow/model-registry.ts'
import { planInputs } from './tensorflow/plan-inputs.ts'
import { planOutputs } from './tensorflow/plan-outputs.ts'

/** Rows that one call takes: many small batches, so that fetching, decoding and inferring overlap across them. */
const ROWS_PER_CALL = 256

/** What `/v1/functions/<id>` tells of the network that is really in use. */
interface GraphStatus {
  digest: string
  model: ModelInfo
  backend: Backend
  reason: string
  outputs: { name: string; shape: readonly number[] }[]
  /** Better sources that were tried in vain, and why. */
  misses: string[]
}

/** A network as a function: images to the values of its nodes. */
export const tensorflowGraph = defineFunction({
  type: 'tensorflow.graph',
  summary: 'Runs images through a network: the features of any of its layers as an embedding.',
  params: {
    modelFileUrl: param.url(
      'The network: `inception-v3` (the best there is), a name from /v1/models, or the address of a TensorFlow.js model.json, a frozen graph (.pb), or one in a zip: archive+https://…/x.zip#graph.pb.',
      { default: 'inception-v3' },
    ),
    inputs: param.string('A select list that gives the encoded image; its free variables are the inputs.', {
      default: 'fetcher(url)[content] AS "DecodeJpeg/contents"',
    }),
    outputs: param.optional(
      param.string(
        'A select list over the nodes of the graph: `pool_3`, `"mixed7/mean" AS mixed7`. Left out: what suits the network best.',
      ),
    ),
    devices: param.string('Accepted for compatibility; see backend.', { default: '.*' }),
    backend: param.oneOf('Where to compute; auto takes the fastest that works.', ['auto', ...BACKENDS], {
      default: 'auto',
    }),
  },
  async create({ id, params, context, call, kept }) {
    const model = await modelSources(context).load(params.modelFileUrl, call, keptDigest(kept))
    const backend = params.backend === 'auto' ? undefined : params.backend
    const info = await context.inception.load(model.files, backend, call)
    await context.functions.prepare(params.inputs, call)
    const inputs = planInputs(params.inputs, context.sql, urlReader(context))
    const outputs = planOutputs(params.outputs ?? recommended(model.info), info, context.sql)
    const cache = createFeatureCache(context.storage, info.digest, outputs.nodes)
    const counts = { computed: 0, cached: 0 }
    const how = {
      digest: info.digest,
      inputs,
      outputs,
      cache,
      inception: context.inception,
      step: id,
      counts,
    }
    const native: NativeFunction = {
      kind: 'native',
      id,
      input: inputs.input,
      output: outputs.output,
      mode: 'async',
      batchSize: ROWS_PER_CALL,
      apply: (rows, applyCall) => {
        const { batchSize } = context.inception.describe(info.digest) ?? info
        return embedRows({ ...how, batchSize }, rows, applyCall)
      },
    }
    rememberGraph(native, model)
    const status = describe(model, info, outputs.output)
    const labels = labelsOf(model.files)
    const details = () => {
      const { backend: used, reason, outputs: nodes } = context.inception.describe(info.digest) ?? info
      return { ...status, backend: used, reason, nodes, images: counts, ...(labels ? { labels } : {}) }
    }
    return { function: native, status, details }
  },
})

/** The network that this function had when it was kept: its features fit no other. */
const keptDigest = (kept: unknown): string | undefined => {
  const digest = (kept as Partial<GraphStatus> | undefined)?.digest
  return typeof digest === 'string' ? digest : undefined
}

/** `mixed7/mean` as a select item needs quotes and a name without a slash. */
function recommended({ output }: ModelInfo): string {
  return `${quoteIdentifier(output)} AS ${quoteIdentifier(output.split('/')[0] ?? output)}`
}

function describe(model: LoadedModel, info: NetworkInfo, output: NativeFunction['output']): GraphStatus {
  return {
    digest: info.digest,
    model: model.info,
    backend: info.backend,
    reason: info.reason,
    outputs: output.columns.map(({ path, values }) => ({
      name: path.join('.'),
      shape: values.kind === 'embedding' ? values.shape : [],
    })),
    misses: model.misses ?? [],
  }
}
