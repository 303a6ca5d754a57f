import { defineView } from './define-view.ts'
import { sourceParam, sourceText } from './source-param.ts'

/** `transpose(a)` under a name. */
export const transposed = defineView({
  type: 'transposed',
  summary: 'A view of a dataset with its rows as columns and its columns as rows.',
  params: { dataset: sourceParam('The dataset.') },
  from: ({ dataset }) => `transpose(${sourceText(dataset)})`,
})
