import { describe, expect, it } from 'vitest'
import type { RunStatus } from '../../../contract/rest.ts'
import { staleReason } from './stale-reason.ts'

const run = (started: number, finished: number, state: RunStatus['state'] = 'finished'): RunStatus => ({
  id: '',
  state,
  runStarted: new Date(started).toISOString(),
  runFinished: new Date(finished).toISOString(),
})

describe('stale results', () => {
  it('are those older than what they were made from', () => {
    const runs = { import: run(0, 10), 'embed-all': run(20, 30), boosted: run(25, 28), forest: run(40, 50) }
    expect(staleReason('embed-all', { runs })).toBeUndefined()
    expect(staleReason('boosted', { runs })).toContain('training set was made again')
    expect(staleReason('forest', { runs })).toBeUndefined()
    expect(staleReason('embed-all', { runs: { ...runs, import: run(35, 36) } })).toContain('imported again')
    expect(staleReason('embed-all', { runs: { ...runs, import: run(35, 36, 'error') } })).toBeUndefined()
    expect(staleReason('boosted', { runs: {} })).toBeUndefined()
  })

  it('are those made with other weights', () => {
    expect(staleReason('embed-all', { runs: {}, weightsNow: 'a', weightsThen: 'b' })).toContain(
      'other weights',
    )
    expect(staleReason('embed-all', { runs: {}, weightsNow: 'a', weightsThen: 'a' })).toBeUndefined()
    expect(staleReason('embed-all', { runs: {}, weightsNow: 'a' })).toBeUndefined()
  })
})
