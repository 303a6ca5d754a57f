import { param } from '../params.ts'
import { defineDataset } from './define-dataset.ts'

/** Dense rows in the order they came: what imports and experiments write. */
export const tabular = defineDataset({
  type: 'tabular',
  summary: 'A table: rows in the order they were recorded, each once, with the columns of the first rows.',
  params: {
    unknownColumns: param.oneOf(
      'What to do with a column that the first rows did not have.',
      ['error', 'ignore', 'add'],
      {
        default: 'error',
      },
    ),
    dataFileUrl: param.optional(
      param.url('Accepted for compatibility: every dataset is kept without a file of its own.'),
    ),
  },
  order: 'recorded',
  // SQLite takes 2,000 columns; five are the table's own.
  maxTableColumns: 1_900,
  repeatedRow: { refusal: (rowName) => `Duplicate row name(s) in tabular dataset: '${rowName}'` },
  unknownColumn: ({ unknownColumns }) => unknownColumns,
  mutable: false,
})
