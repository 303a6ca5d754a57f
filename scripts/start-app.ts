import { type PreviewServer, preview } from 'vite'

export interface RunningApp {
  address: string
  close(): Promise<void>
}
export async function startApp({ models }: { models?: string | undefined }): Promise<RunningApp> {
  if (models) process.env.MLDB_MODELS = models
  const server: PreviewServer = await preview({ build: { outDir: process.env.DIST ?? 'dist' }, preview: { port: 0 }, logLevel: 'error' })
  return { address: server.resolvedUrls!.local[0]!, close: () => server.close() }
}
