import type { PreviewTable } from '../../../contract/rest.ts'
import { summarizeAny } from '../../models/learners/parts/describe-any.ts'
import { openModel } from '../model/open-model.ts'
import { describeTable } from './describe-table.ts'

const PREVIEW_ROWS = 50
const LISTED_LEVELS = 20

/** A model in a file: its features as rows, and what it says of itself. @throws EngineError `bad-file`, `not-supported` */
export function previewModel(name: string, url: string, bytes: Uint8Array): PreviewTable {
  const { model, facts } = openModel(bytes)
  const { features, labels, mode } = model
  const shown = features.slice(0, PREVIEW_ROWS)
  const columns = [
    { path: ['feature'], values: shown.map((feature) => feature.name) },
    { path: ['type'], values: shown.map(({ levels }) => (levels ? 'category' : 'number')) },
    {
      path: ['levels'],
      values: shown.map(({ levels }) => levels?.slice(0, LISTED_LEVELS).join(', ') ?? null),
    },
  ]
  const sentences = [
    `A model, ${mode}: ${summarizeAny(model)}.`,
    ...(labels.length > 0 && mode !== 'boolean'
      ? [`Labels: ${labels.slice(0, LISTED_LEVELS).join(', ')}.`]
      : []),
    ...(facts.created
      ? [
          `${facts.importedFrom ? `Read from ${facts.importedFrom} on` : 'Trained'} ${facts.created.slice(0, 10)}.`,
        ]
      : []),
    ...(facts.featureModels ?? []).map(
      ({ function: id, digest }) => `Its features are those of the network ${digest.slice(0, 12)}… (${id}).`,
    ),
  ]
  return {
    name,
    type: 'import.model',
    params: { dataFileUrl: url },
    ...describeTable(columns),
    rowCount: features.length,
    note: sentences.join(' '),
  }
}
