import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import type { Client } from '../../../client/index.ts'
import { BACKENDS, type Backend } from '../../../contract/inception.ts'
import type { Call } from '../../../contract/progress.ts'
import type { CompactResult, EntityStatus, ModelInfo } from '../../../contract/rest.ts'
import { useClient } from '../../hooks/useClient.tsx'
import { useEntity, useRest } from '../../hooks/useRest.ts'
import { readSetting, writeSetting } from '../../settings.ts'
import { forgetOtherVectors, keepEmbeddedWith } from './embedded-with.ts'
import { createNetwork, executeStep } from './execute-step.ts'
import type { Project } from './project.ts'
import type { RunStore } from './run-store.ts'
import { NETWORK, STEP_KEYS, type StepCall, type StepContext, type StepKey, stepCall } from './steps.ts'
import { keepResult } from './stored-result.ts'

/** Everything the cards share. */
export interface Walkthrough extends Omit<StepContext, 'project'> {
  project: Project
  store: RunStore
  models: readonly ModelInfo[]
  /** Why better networks were passed over in this session. */
  misses: readonly string[]
  chooseModel(name: string): void
  chooseBackend(backend: Backend | undefined): void
  chooseClassifier(key: 'boosted' | 'forest'): void
  call(key: StepKey): StepCall
  /** The text of a card: SQL or JSON, with the user's changes. */
  text(key: StepKey): string
  isEdited(key: StepKey): boolean
  edit(key: StepKey, text: string | undefined): void
  run(key: StepKey): Promise<boolean>
  /** Runs the steps that `isDone` does not exclude, in order, until one fails. */
  runAll(isDone: (key: StepKey) => boolean): Promise<void>
  isRunningAll: boolean
}

const WalkthroughContext = createContext<Walkthrough | undefined>(undefined)

/** The walk-through on one project. */
export function WalkthroughProvider({
  project,
  store,
  children,
}: {
  project: Project
  store: RunStore
  children: ReactNode
}) {
  const client = useClient()
  const models = useRest<ModelInfo[]>('/v1/models').data
  const [modelName, setModelName] = useState(() => readSetting('model'))
  const [backend, setBackend] = useState(() => BACKENDS.find((known) => known === readSetting('backend')))
  const [misses, setMisses] = useState<readonly string[]>([])
  const [classifier, setClassifier] = useState<'boosted' | 'forest'>(() =>
    readSetting('classifier') === 'forest' ? 'forest' : 'boosted',
  )
  const [edits, setEdits] = useState<Partial<Record<string, string>>>({})
  const [isRunningAll, setRunningAll] = useState(false)

  const available = useMemo(() => (models ?? []).filter((candidate) => candidate.available), [models])
  const network = useEntity<EntityStatus>(`/v1/functions/${NETWORK}`).data
  const inUse = network?.config.params?.modelFileUrl
  const named = (name: unknown) => available.find((candidate) => candidate.name === name)
  const model = named(modelName) ?? named(inUse) ?? available[0]
  const chooseModel = useCallback((name: string) => {
    writeSetting('model', name)
    setModelName(name)
  }, [])

  const walkthrough = useMemo<Walkthrough>(() => {
    const context: StepContext = { project, model, backend, classifier }
    const editKey = (key: StepKey) => `${project.kind}.${key}`
    const call = (key: StepKey) => stepCall(key, context)
    const text = (key: StepKey) => edits[editKey(key)] ?? defaultText(call(key))
    const work = (key: StepKey) => async (options: Call) => {
      const given = edits[editKey(key)]
      // The choice of the network is ours until the user makes it.
      if (key === 'network' && given === undefined && typeof modelName !== 'string') {
        // Pressed before the networks were listed: waiting for them, or a wrong output would be taken.
        const listed = models ?? ((await client.get('/v1/models', {}, options)) as ModelInfo[])
        const candidates = listed.filter((candidate) => candidate.available)
        const chosen = await createNetwork(candidates, (candidate) => {
          const body = defaultText(stepCall(key, { ...context, model: candidate }))
          return executeStep(client, call(key), body, options)
        })
        setMisses(chosen.misses)
        await forgetOtherVectors(client, store.forget)
        return undefined
      }
      const result = await executeAndKeep(client, key, project.kind, call(key), text(key), options)
      if (key === 'network') await forgetOtherVectors(client, store.forget)
      return result
    }
    const run = (key: StepKey) => store.run(`${project.kind}.${key}`, work(key))
    return {
      ...context,
      store,
      models: models ?? [],
      misses,
      chooseModel,
      chooseBackend: (chosen) => {
        writeSetting('backend', chosen)
        setBackend(chosen)
      },
      chooseClassifier: (key) => {
        writeSetting('classifier', key)
        setClassifier(key)
      },
      call,
      text,
      isEdited: (key) => edits[editKey(key)] !== undefined,
      edit: (key, changed) => setEdits((before) => ({ ...before, [editKey(key)]: changed })),
      run,
      runAll: async (isDone) => {
        setRunningAll(true)
        for (const key of STEP_KEYS) if (!isDone(key) && !(await run(key))) break
        setRunningAll(false)
      },
      isRunningAll,
    }
  }, [
    project,
    model,
    backend,
    classifier,
    edits,
    models,
    misses,
    modelName,
    isRunningAll,
    client,
    store,
    chooseModel,
  ])
  return <WalkthroughContext value={walkthrough}>{children}</WalkthroughContext>
}

/** The walk-through around this card. */
export function useWalkthrough(): Walkthrough {
  const walkthrough = useContext(WalkthroughContext)
  if (!walkthrough) throw new Error('useWalkthrough needs a <WalkthroughProvider> around the component.')
  return walkthrough
}

const defaultText = (call: StepCall): string =>
  call.kind === 'query' ? call.sql : JSON.stringify(call.body, null, 2)

async function executeAndKeep(
  client: Client,
  key: StepKey,
  kind: string,
  call: StepCall,
  text: string,
  options: Call,
): Promise<unknown> {
  const result = await executeStep(client, call, text, options)
  if (call.kind === 'query') keepResult(`${kind}.${key}`, text, result as CompactResult)
  if (key === 'embed-all') await keepEmbeddedWith(client, kind)
  return result
}
