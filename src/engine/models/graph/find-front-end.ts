import { EngineError } from '../../../contract/errors.ts'
import type { Preprocessing } from '../../../contract/inception.ts'
import { flagAttr, numberAttr, shapeAttr } from './attributes.ts'
import { constantOf, type Graph, type GraphNode, nodeOf } from './graph.ts'

/** Where images enter a graph. */
export interface FrontEnd {
  /** The node that our preprocessing replaces: the resize, or the placeholder of a graph that takes pixels. */
  input: string
  /** What the replaced nodes did. Empty for a placeholder: its graph does not say how pixels become its numbers. */
  preprocessing: Partial<Preprocessing>
}

const DECODERS = new Set(['DecodeJpeg', 'DecodePng', 'DecodeBmp', 'DecodeGif', 'DecodeImage'])

/** Finds how a graph takes images, by its structure: an image decoder, then casts, new axes and scalar arithmetic, then
 *  a bilinear resize, as in the Inception of 2015; else a placeholder for pixels. What follows the resize stays in the
 *  graph, so its arithmetic is its own. What stands before it (a graph that scales first) becomes `subtract` and
 *  `divide`; resizing is linear, so the order makes no difference but rounding.
 *  @throws EngineError `not-supported` naming the node that is in the way */
export function findFrontEnd(graph: Graph): FrontEnd {
  for (const node of graph.values()) if (DECODERS.has(node.op)) return followDecoder(graph, node)
  const inputs = [...graph.values()].filter(
    ({ op }) => op === 'Placeholder' || op === 'PlaceholderWithDefault',
  )
  const image = inputs.find((node) => isImageShape(shapeAttr(node, 'shape')) && takesFloats(node))
  if (image) return { input: image.name, preprocessing: sizeOf(shapeAttr(image, 'shape')) }
  throw new EngineError(
    'not-supported',
    'The graph has no input for an image: neither DecodeJpeg nor a placeholder for pixels.',
  )
}

const takesFloats = ({ attrs }: GraphNode): boolean => (attrs.dtype?.type ?? 'DT_FLOAT') === 'DT_FLOAT'

const isImageShape = (shape: number[] | undefined): boolean =>
  shape === undefined || (shape.length === 4 && shape[3] === 3)

const isSize = (size: number | undefined): size is number =>
  Number.isInteger(size) && size! > 0 && size! <= 2048

function sizeOf(shape: number[] | undefined): Partial<Preprocessing> {
  const [, height, width] = shape ?? []
  return isSize(height) && isSize(width) ? { height, width } : {}
}

/** A real front end has four or five nodes. */
const MAX_STEPS = 32

function followDecoder(graph: Graph, decoder: GraphNode): FrontEnd {
  const { i: channels = 0 } = decoder.attrs.channels ?? {}
  if (Number(channels) !== 3 && Number(channels) !== 0)
    throw inTheWay(decoder, 'takes other than three channels')
  if (numberAttr(decoder, 'ratio', 1) !== 1) throw inTheWay(decoder, 'shrinks while it decodes')
  /** The value so far is `pixel * scale + shift`. */
  let scale = 1
  let shift = 0
  let node = decoder
  for (let steps = 0; ; steps++) {
    if (steps > MAX_STEPS) throw inTheWay(node, 'comes after too many others')
    node = onlyUser(graph, node)
    if (node.op === 'ResizeBilinear') break
    if (
      node.op === 'Cast'
        ? node.attrs.DstT?.type === 'DT_FLOAT'
        : node.op === 'ExpandDims' || node.op === 'Identity'
    )
      continue
    const [factor, term] = scalarStep(graph, node)
    scale *= factor
    shift = shift * factor + term
  }
  const size = constantOf(graph, node.inputs[1])
  const [height, width] = size?.data ?? []
  if (size?.data.length !== 2 || !isSize(height) || !isSize(width)) throw inTheWay(node, 'has no fixed size')
  return {
    input: node.name,
    preprocessing: {
      height,
      width,
      // (pixel - subtract) / divide
      subtract: shift === 0 ? 0 : -shift / scale,
      divide: 1 / scale,
      halfPixelCenters: flagAttr(node, 'half_pixel_centers', false),
      ...(flagAttr(node, 'align_corners', false) ? { alignCorners: true } : {}),
    },
  }
}

/** Factor and term of a step of scalar arithmetic. */
function scalarStep(graph: Graph, node: GraphNode): [factor: number, term: number] {
  const left = constantOf(graph, node.inputs[0])
  const constant = left ?? constantOf(graph, node.inputs[1])
  const value = constant?.data[0]
  if (constant?.data.length === 1 && value !== undefined && Number.isFinite(value)) {
    if (node.op === 'Mul' && value !== 0) return [value, 0]
    if (node.op === 'Add' || node.op === 'AddV2') return [1, value]
    if (node.op === 'Sub') return left ? [-1, value] : [1, -value]
    if ((node.op === 'RealDiv' || node.op === 'Div') && !left && value !== 0) return [1 / value, 0]
  }
  throw inTheWay(node, 'is no step that this app can do instead')
}

function onlyUser(graph: Graph, { name }: GraphNode): GraphNode {
  const users = [...graph.values()].filter(({ inputs }) => inputs.some((input) => nodeOf(input) === name))
  if (users.length !== 1)
    throw new EngineError(
      'not-supported',
      `The image in the graph goes from "${name}" to ${users.length} nodes, not to one that resizes it.`,
    )
  return users[0]!
}

const inTheWay = ({ name, op }: GraphNode, why: string): EngineError =>
  new EngineError(
    'not-supported',
    `Before the network's resize of the image, the node "${name}" (${op}) ${why}.`,
  )
