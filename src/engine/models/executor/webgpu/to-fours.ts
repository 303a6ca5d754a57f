import {
  type ConvolutionStep,
  inputsOf,
  NotPlanned,
  type Plan,
  positionsOf,
  type View,
} from '../plan/plan.ts'

/** A plan whose every view is made of fours of channels, as the shader reads and writes them: the image gets a fourth
 *  channel of zeros, and the filters that read it a row of zeros for it.
 *  @throws NotPlanned for other odd numbers of channels, and for steps that the shader lacks */
export function toFours(plan: Plan): Plan {
  const { input } = plan
  const image: View = { ...input, channels: 4, pitch: 4 }
  const isImage = (view: View): boolean => view.buffer === input.buffer
  const steps = plan.steps.map((step) => {
    if (step.kind === 'map' || step.kind === 'softmax')
      throw new NotPlanned('it has a step that our shader lacks')
    if (!isImage(step.input)) return step
    if (step.kind !== 'convolution') throw new NotPlanned('the image itself is pooled or copied')
    return { ...step, input: image, filter: withFourthChannel(step) }
  })
  const views = steps.flatMap((step) => [...inputsOf(step), step.output])
  if (views.some(({ channels, pitch, offset }) => channels % 4 || pitch % 4 || offset % 4))
    throw new NotPlanned('its channels do not come in fours')
  const buffers = plan.buffers.map((buffer, i) =>
    i === input.buffer ? { ...buffer, size: image.height * image.width * 4 } : buffer,
  )
  // The images of a batch follow each other as whole buffers: every view must see its buffer position by position.
  if (
    [...views, ...plan.outputs].some((view) => positionsOf(view) * view.pitch !== buffers[view.buffer]!.size)
  )
    throw new NotPlanned('a value is seen in another shape')
  return { ...plan, input: image, steps, buffers }
}

/** From [height, width, 3, out] to [height, width, 4, out]. */
function withFourthChannel({ filter, input, output, window }: ConvolutionStep): Float32Array {
  const [from, to] = [input.channels * output.channels, 4 * output.channels]
  const padded = new Float32Array(window.height * window.width * to)
  for (let tap = 0; tap < window.height * window.width; tap++)
    padded.set(filter.subarray(tap * from, (tap + 1) * from), tap * to)
  return padded
}
