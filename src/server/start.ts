// npm start [-- --port 8080] [-- --models DIR]: builds the page if needed and serves it on this machine.
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createAppHandler } from './app/app-handler.ts'
import { buildIfStale, DIST } from './build-app.ts'
import { listen } from './listen.ts'

/** A page keeps its data under its address, so the port is the same each time unless it is taken. */
const PORT = 8080

const { values } = parseArgs({
  options: { port: { type: 'string' }, models: { type: 'string' } },
})

if (values.models !== undefined && !existsSync(values.models)) {
  console.error(`There is no folder ${values.models}.`)
  process.exit(1)
}
buildIfStale()
const handler = createAppHandler({ root: DIST, models: values.models })
const port = values.port === undefined ? PORT : Number(values.port)
const { address } = await listen(handler, port, values.port === undefined ? 20 : 0)
if (port !== 0 && !address.endsWith(`:${port}/`)) {
  console.log(
    `Port ${port} is taken. Data belong to an address: what was made under the other one is not seen here.`,
  )
}
console.log(`MLDB Web: ${address}`)
