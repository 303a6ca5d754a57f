// npm run server -- --port 8123 [--folder DIR] [--models DIR]: the REST API on this machine, for scripts and notebooks.
import { parseArgs } from 'node:util'
import { startRestServer } from './rest-server.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8123' },
    folder: { type: 'string' },
    models: { type: 'string' },
  },
})

const server = await startRestServer({
  port: Number(values.port),
  folder: values.folder,
  models: values.models,
})
console.log(
  `MLDB Web REST API: ${server.address}v1 (${values.folder ? `kept in ${values.folder}` : 'in memory'})`,
)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close().finally(() => process.exit(0))
  })
}
