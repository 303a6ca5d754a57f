// onnx/ writes trained models as ONNX files and reads such files as models: the operations of ai.onnx.ml and the few others
// that a model's scores need. Specification: https://onnx.ai/onnx/operators/

/** The domain of operations for machine learning. */
export const ML_DOMAIN = 'ai.onnx.ml'

/** Types of a tensor's elements, by their numbers in TensorProto.DataType. */
export const DATA_TYPES = {
  FLOAT: 1,
  UINT8: 2,
  INT8: 3,
  INT32: 6,
  INT64: 7,
  STRING: 8,
  BOOL: 9,
  FLOAT16: 10,
  DOUBLE: 11,
} as const

/** Types of attributes, by their numbers in AttributeProto.AttributeType. */
export const ATTRIBUTE_TYPES = {
  FLOAT: 1,
  INT: 2,
  STRING: 3,
  TENSOR: 4,
  FLOATS: 6,
  INTS: 7,
  STRINGS: 8,
} as const

/** How a node of a tree ensemble compares; the true branch is taken where the value stands so to the threshold. */
export const NODE_MODES = [
  'BRANCH_LEQ',
  'BRANCH_LT',
  'BRANCH_GTE',
  'BRANCH_GT',
  'BRANCH_EQ',
  'BRANCH_NEQ',
  'LEAF',
] as const
export type NodeMode = (typeof NODE_MODES)[number]

/** What becomes of a model's sums. PROBIT is the inverse of the normal distribution function. */
export const POST_TRANSFORMS = ['NONE', 'SOFTMAX', 'LOGISTIC', 'SOFTMAX_ZERO', 'PROBIT'] as const
export type PostTransform = (typeof POST_TRANSFORMS)[number]
