/** What WebGPU was asked to do. */
export interface DispatchCounts {
  dispatches: number
  /** Bytes of all that the dispatches had bound: what they may read and write. */
  boundBytes: number
  passes: number
  submits: number
}

const counts: DispatchCounts = { dispatches: 0, boundBytes: 0, passes: 0, submits: 0 }

/** Counts from now on, whoever calls. Call it before any device is opened. */
export function watchWebGpu(): void {
  const sizes = new WeakMap<object, number>()
  const bound = new WeakMap<object, Map<number, number>>()
  wrap(GPUDevice.prototype, 'createBindGroup', (group, [{ entries }]) => {
    let bytes = 0
    for (const { resource } of entries as Iterable<GPUBindGroupEntry>)
      if ('buffer' in resource) bytes += resource.size ?? resource.buffer.size - (resource.offset ?? 0)
    sizes.set(group as object, bytes)
  })
  wrap(GPUComputePassEncoder.prototype, 'setBindGroup', (_, [index, group], pass) => {
    const groups = bound.get(pass) ?? new Map<number, number>()
    groups.set(index as number, sizes.get(group as object) ?? 0)
    bound.set(pass, groups)
  })
  const dispatched = (_: unknown, __: unknown, pass: object): void => {
    counts.dispatches++
    for (const bytes of bound.get(pass)?.values() ?? []) counts.boundBytes += bytes
  }
  wrap(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', dispatched)
  wrap(GPUComputePassEncoder.prototype, 'dispatchWorkgroupsIndirect', dispatched)
  wrap(GPUCommandEncoder.prototype, 'beginComputePass', () => void counts.passes++)
  wrap(GPUQueue.prototype, 'submit', () => void counts.submits++)
}

/** What was counted since the last time. */
export function takeCounts(): DispatchCounts {
  const taken = { ...counts }
  Object.assign(counts, { dispatches: 0, boundBytes: 0, passes: 0, submits: 0 })
  return taken
}

// biome-ignore lint/suspicious/noExplicitAny: the arguments of whatever method it is
type After = (result: unknown, args: any[], self: object) => void

function wrap(prototype: object, name: string, after: After): void {
  const methods = prototype as Record<string, (...args: unknown[]) => unknown>
  const original = methods[name]!
  methods[name] = function (this: object, ...args: unknown[]) {
    const result = original.apply(this, args)
    after(result, args, this)
    return result
  }
}
