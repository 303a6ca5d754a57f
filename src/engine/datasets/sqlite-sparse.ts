import { EngineError } from '../../contract/errors.ts'
import { param } from '../params.ts'
import { defineDataset } from './define-dataset.ts'
import { sparseMutable } from './sparse-mutable.ts'

const fileUrl = param.url('')

/** The original's durable matrix. Here every dataset is durable, so it differs from sparse.mutable in that creating it
 *  again keeps its rows. */
export const sqliteSparse = defineDataset({
  ...sparseMutable,
  type: 'sqliteSparse',
  summary:
    'As sparse.mutable; creating it again with the same dataFileUrl opens it with the rows it has, instead of replacing it.',
  params: {
    dataFileUrl: param.optional({
      ...param.url(
        'A name for its rows, as a file:// URL; they are kept with the others, not in a file of their own.',
      ),
      parse(value: unknown, name: string) {
        const url = fileUrl.parse(value, name)
        if (url.startsWith('file://') && url.length > 'file://'.length) return url
        throw new EngineError('invalid-argument', `${name} must be a file:// URL, not '${url}'`, {
          parameter: name,
        })
      },
    }),
  },
  reopens: ({ dataFileUrl }) => dataFileUrl !== undefined,
})
