import { param } from '../../params.ts'
import { previewFile } from '../../procedures/preview/preview-file.ts'
import { readParameters } from '../parameters.ts'
import { json, type Route } from '../route.ts'

/** Parameters of `GET /v1/preview`. */
export const PREVIEW_PARAMS = {
  dataFileUrl: param.url('The file: http(s)://, file:///, data:, blob:, or an address relative to the app.'),
}

export const previewRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/v1/preview',
    summary:
      'What a file is, by its content, and the first rows of each table in it, with the procedure and the parameters that import it. Nothing is stored.',
    async handle(exchange) {
      const { dataFileUrl } = readParameters(PREVIEW_PARAMS, exchange, 'preview')
      return json(await previewFile(dataFileUrl, exchange.api.context, exchange.call))
    },
  },
]
