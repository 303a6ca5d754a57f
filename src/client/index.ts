export { type Client, createClient, type QueryCall } from './client.ts'
export type { EngineStatus } from './engine-host.ts'
export { type QueryParameters, restPath } from './rest-path.ts'
export { currentStep, toProgress } from './run-procedure.ts'
