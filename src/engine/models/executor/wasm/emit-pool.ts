import { I32, type Local, V128 } from '../../../../lib/wasm/assembler.ts'
import type { KernelFunction } from '../../../../lib/wasm/build-module.ts'

/** Pooling: for each position a table of the addresses under its window, `taps` bytes of it, and four times the factor
 *  that the result is multiplied by. A window that reaches over the edge has a position twice (largest value) or
 *  a place of zeros (sum) for each that is missing.
 *  @param lanes 4, or 1 for fewer than four channels. Four channels that end with the last may overlap those before. */
export const emitPool = (name: string, mode: 'largest' | 'mean', lanes: 4 | 1): KernelFunction => ({
  name,
  parameters: 8,
  emit: (f) => {
    const [table, tableEnd, taps, channels, factors, output, outputStep, lastChannel] = Array.from(
      { length: 8 },
      (_, i) => f.parameter(i),
    ) as [Local, Local, Local, Local, Local, Local, Local, Local]
    const [channel, tap, tapEnd, address] = f.list(4, I32) as [Local, Local, Local, Local]
    const result = f.local(V128)
    const load = () => (lanes === 4 ? f.load(address) : f.loadSplat(address))
    const look = () =>
      f.set(address, () =>
        f.add(
          () => f.loadInteger(tap),
          () => f.get(channel),
        ),
      )
    f.repeatWhile(
      () => {
        f.set(channel, () => f.integer(0))
        f.set(tapEnd, () =>
          f.add(
            () => f.get(table),
            () => f.get(taps),
          ),
        )
        f.repeatWhile(
          () => {
            f.set(tap, () => f.get(table))
            look()
            f.set(result, load)
            f.advance(tap, 4)
            const isMore = () =>
              f.isLess(
                () => f.get(tap),
                () => f.get(tapEnd),
              )
            f.when(isMore, () =>
              f.repeatWhile(() => {
                look()
                f.set(result, () =>
                  mode === 'mean'
                    ? f.addLanes(() => f.get(result), load)
                    : f.largerLanes(() => f.get(result), load),
                )
                f.advance(tap, 4)
              }, isMore),
            )
            f.set(address, () =>
              f.add(
                () => f.get(output),
                () => f.get(channel),
              ),
            )
            const scaled = () =>
              f.multiplyLanes(
                () => f.get(result),
                () => f.loadSplat(factors),
              )
            if (lanes === 4) f.store(address, 0, scaled)
            else f.storeFirst(address, 0, scaled)
            f.advance(channel, lanes * 4)
            // The last four begin where they end with the last channel; once they are done, nothing is left.
            f.when(
              () =>
                f.isLess(
                  () => f.get(lastChannel),
                  () => f.get(channel),
                ),
              () =>
                f.when(
                  () =>
                    f.isLess(
                      () => f.get(channel),
                      () => f.get(channels),
                    ),
                  () => f.set(channel, () => f.get(lastChannel)),
                ),
            )
          },
          () =>
            f.isLess(
              () => f.get(channel),
              () => f.get(channels),
            ),
        )
        f.set(table, () => f.get(tapEnd))
        f.advance(factors, 4)
        f.advance(output, outputStep)
      },
      () =>
        f.isLess(
          () => f.get(table),
          () => f.get(tableEnd),
        ),
    )
  },
})
