import { useRef, useState } from 'react'
import { EngineError } from '../../../../contract/errors.ts'
import { useClient } from '../../../hooks/useClient.tsx'
import { readScores, type Score } from '../../../lib/score-name.ts'
import { type RatedProgress, trackRate } from '../../../lib/track-rate.ts'
import { useWalkthrough } from '../useWalkthrough.tsx'

export interface DonePrediction {
  state: 'done'
  scores: Score[]
  durationMs: number
}

/** One picture on its way through the predictor. `key` tells two predictions of the same address apart. */
export type Prediction = { url?: string; key: number } & (
  | { state: 'running'; progress?: RatedProgress }
  | DonePrediction
  | { state: 'failed'; error: unknown }
)

/** Calls the predictor over REST, one picture at a time: a new one ends the one before. */
export function usePrediction() {
  const client = useClient()
  const { project } = useWalkthrough()
  const [prediction, setPrediction] = useState<Prediction>()
  const running = useRef<AbortController>(undefined)

  /** @param source an address, or what makes one, such as storing a dropped file */
  async function predict(source: string | (() => Promise<string>)) {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    const startedMs = performance.now()
    const key = startedMs
    const show = (next: Prediction) => running.current === controller && setPrediction(next)
    let progress: RatedProgress | undefined
    let url = typeof source === 'string' ? source : undefined
    show({ ...(url === undefined ? {} : { url }), key, state: 'running' })
    try {
      url ??= await (source as () => Promise<string>)()
      const address = url
      const path = `/v1/functions/${encodeURIComponent(project.names.predictor)}/application`
      const answer = await client.get(
        path,
        { input: { url: address } },
        {
          signal: controller.signal,
          onProgress: (report) => {
            progress = trackRate(progress, report, performance.now())
            show({ url: address, key, state: 'running', progress })
          },
        },
      )
      const scores = readScores((answer as { output?: unknown }).output)
      if (scores.length === 0)
        throw new EngineError(
          'bad-image',
          'The predictor gave no scores for this picture: it could not be read.',
        )
      show({ url, key, state: 'done', scores, durationMs: performance.now() - startedMs })
    } catch (error) {
      show({ ...(url === undefined ? {} : { url }), key, state: 'failed', error })
    }
  }
  return { prediction, predict, cancel: () => running.current?.abort() }
}
