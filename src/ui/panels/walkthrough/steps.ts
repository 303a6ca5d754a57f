import type { Backend } from '../../../contract/inception.ts'
import type { ModelInfo } from '../../../contract/rest.ts'
import { quoteName, quoteText } from '../../lib/quote-name.ts'
import type { Project } from './project.ts'

/** What a card runs. Step 7 has two: the post's configuration and a plain random forest. */
export type StepKey =
  | 'network'
  | 'embed-one'
  | 'import'
  | 'count'
  | 'embed-three'
  | 'embed-all'
  | 'boosted'
  | 'forest'
  | 'predictor'

/** In the order of "Run all". */
export const STEP_KEYS: readonly StepKey[] = [
  'network',
  'embed-one',
  'import',
  'count',
  'embed-three',
  'embed-all',
  'boosted',
  'forest',
  'predictor',
]

/** A statement, or an entity to create. */
export type StepCall =
  | { kind: 'query'; sql: string }
  | {
      kind: 'function' | 'procedure'
      id: string
      body: { type: string; params: Record<string, unknown> }
      /** The parameter that holds SQL, if one does. */
      sqlParameter?: string
    }

export interface StepContext {
  project: Project
  /** The network to use; absent until the engine has listed them. */
  model: ModelInfo | undefined
  /** Where the network is to be computed; undefined is the fastest that works. */
  backend?: Backend | undefined
  /** Which classifier the predictor calls. */
  classifier: 'boosted' | 'forest'
}

/** The network's function; one for all projects, since it knows no labels. */
export const NETWORK = 'inception'

/** The configuration of the blog post: 15 bags of up to 30 gently boosted trees. */
export const POST_CONFIGURATION = {
  type: 'bagging',
  num_bags: 15,
  weak_learner: {
    type: 'boosting',
    min_iter: 5,
    max_iter: 30,
    weak_learner: { type: 'decision_tree', max_depth: 5, update_alg: 'gentle', random_feature_propn: 0.6 },
  },
}

/** A plain random forest: 300 full trees on bootstrap samples, the square root of the features tried at each split. */
export const FOREST_CONFIGURATION = {
  type: 'bagging',
  num_bags: 300,
  validation_split: 0,
  weak_learner: { type: 'decision_tree', max_depth: -1, update_alg: 'prob', random_feature_propn: 'sqrt' },
}

/** A model's output as a select item: `mixed7/mean` is no word, so it gets one. */
export function toOutputs(output: string): string {
  return quoteName(output) === output ? output : `${quoteName(output)} AS ${quoteName(output.split('/')[0]!)}`
}

/** The call that a step makes unless the user changes it. */
export function stepCall(key: StepKey, { project, model, backend, classifier }: StepContext): StepCall {
  const { names } = project
  const label = quoteName(project.label)
  const url = quoteName(project.url)
  const argument = project.url === 'url' ? '{url}' : `{url: ${url}}`
  switch (key) {
    case 'network':
      return {
        kind: 'function',
        id: NETWORK,
        body: {
          type: 'tensorflow.graph',
          params: {
            modelFileUrl: model?.name ?? 'inception-v3',
            inputs: 'fetcher(url)[content] AS "DecodeJpeg/contents"',
            outputs: toOutputs(model?.output ?? 'pool_3'),
            ...(backend ? { backend } : {}),
          },
        },
        sqlParameter: 'inputs',
      }
    case 'embed-one':
      return { kind: 'query', sql: `SELECT ${NETWORK}({url: ${quoteText(project.example)}}) AS *` }
    case 'import':
      return {
        kind: 'procedure',
        id: `import_${names.images}`,
        body: { type: 'import.text', params: { dataFileUrl: project.csvUrl, outputDataset: names.images } },
      }
    case 'count':
      return { kind: 'query', sql: `SELECT count(*) FROM ${names.images} GROUP BY ${label}` }
    case 'embed-three':
      return { kind: 'query', sql: `SELECT ${NETWORK}({url: ${url}}) AS * FROM ${names.images} LIMIT 3` }
    case 'embed-all':
      return {
        kind: 'procedure',
        id: `embed_${names.images}`,
        body: {
          type: 'transform',
          params: {
            inputData: `SELECT ${label}, ${NETWORK}(${argument}) AS * FROM ${names.images}`,
            outputDataset: names.training,
          },
        },
        sqlParameter: 'inputData',
      }
    case 'boosted':
    case 'forest':
      return experiment(
        names[key],
        names.training,
        label,
        key === 'boosted' ? POST_CONFIGURATION : FOREST_CONFIGURATION,
      )
    case 'predictor':
      return {
        kind: 'function',
        id: names.predictor,
        body: {
          type: 'sql.expression',
          params: { expression: `${names[classifier]}_scorer_0({features: ${NETWORK}({url})}) AS *` },
        },
        sqlParameter: 'expression',
      }
  }
}

function experiment(name: string, training: string, label: string, configuration: object): StepCall {
  return {
    kind: 'procedure',
    id: `train_${name}`,
    body: {
      type: 'classifier.experiment',
      params: {
        experimentName: name,
        inputData: `SELECT {* EXCLUDING(${label})} AS features, ${label} AS label FROM ${training}`,
        mode: 'categorical',
        modelFileUrlPattern: `file:///models/${name}.cls`,
        configuration,
      },
    },
    sqlParameter: 'inputData',
  }
}

/** Method and path of a call, as REST shows them. */
export function callLine(call: StepCall): { method: 'GET' | 'PUT'; path: string } {
  if (call.kind === 'query') return { method: 'GET', path: '/v1/query' }
  return { method: 'PUT', path: `/v1/${call.kind}s/${encodeURIComponent(call.id)}` }
}
