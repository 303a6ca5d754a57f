import { param } from '../params.ts'
import { defineDataset } from './define-dataset.ts'

/** Anything goes: rows of any columns, recorded at any time. */
export const sparseMutable = defineDataset({
  type: 'sparse.mutable',
  summary: 'A matrix that rows can be recorded into at any time, each with columns of its own.',
  params: {
    timeQuantumSeconds: param.number('Resolution of times in the original; here always a microsecond.', {
      default: 1e-6,
      min: 0,
    }),
    consistencyLevel: param.oneOf(
      'When recorded rows can be read.',
      ['consistentAfterCommit', 'consistentAfterWrite'],
      { default: 'consistentAfterCommit' },
    ),
    favor: param.oneOf('Accepted for compatibility.', ['favorReads', 'favorWrites'], {
      default: 'favorReads',
    }),
  },
  order: 'hash',
  maxTableColumns: 400,
  repeatedRow: 'accumulate',
  unknownColumn: () => 'add',
  mutable: true,
})
