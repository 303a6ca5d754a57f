import { expect, test } from 'vitest'
import { countWork } from '../../../bench/inception/count-work.ts'
import { readNetwork } from './read-network.ts'

/** What tfjs-webgpu 4.22 asks of the card for the same network: bench/inception/results/webgpu-counts.json. */
const TFJS_DISPATCHES = 121

test('Inception takes fewer than half the dispatches of tfjs, and copies no concatenation', () => {
  const { ours, layerByLayer, floatingPointOperations } = countWork(readNetwork())
  expect(ours.dispatches).toBeLessThanOrEqual(TFJS_DISPATCHES / 2)
  expect(ours.bytes).toBeLessThan(layerByLayer.bytes)
  // 11.42 thousand million, counted independently.
  expect(floatingPointOperations / 1e9).toBeCloseTo(11.42, 1)
})
