import { avg } from './aggregate/avg.ts'
import { count } from './aggregate/count.ts'
import { countDistinct } from './aggregate/count-distinct.ts'
import { earliest, latest } from './aggregate/earliest-latest.ts'
import { likelihoodRatio } from './aggregate/likelihood-ratio.ts'
import { max, min } from './aggregate/min-max.ts'
import { pivot } from './aggregate/pivot.ts'
import { stringAgg } from './aggregate/string-agg.ts'
import { sum } from './aggregate/sum.ts'
import { stddev, variance } from './aggregate/variance.ts'
import { base64Decode, base64Encode } from './blob/base64.ts'
import { blobLength } from './blob/blob-length.ts'
import { mimeType } from './blob/mime-type.ts'
import { parseExif } from './blob/parse-exif.ts'
import type { Builtin } from './define-builtin.ts'
import { geoDistance } from './geo/geo-distance.ts'
import { stContainsPoint } from './geo/st-contains-point.ts'
import { abs } from './number/abs.ts'
import { binomialLower, binomialUpper } from './number/binomial-bounds.ts'
import { ceil, floor } from './number/ceil-floor.ts'
import { clamp } from './number/clamp.ts'
import { e, pi } from './number/constants.ts'
import { exp, ln } from './number/exponential.ts'
import { isfinite, isinf, isnan } from './number/is-special.ts'
import { log } from './number/log.ts'
import { mod } from './number/mod.ts'
import { pow } from './number/pow.ts'
import { quantize } from './number/quantize.ts'
import { replaceInf, replaceNan, replaceNotFinite, replaceNull } from './number/replace-special.ts'
import { round } from './number/round.ts'
import { sign } from './number/sign.ts'
import { sqrt } from './number/sqrt.ts'
import { atan2, trigonometry } from './number/trigonometry.ts'
import {
  flattenPath,
  parsePathText,
  pathElement,
  pathLength,
  stringifyPath,
  unflattenPath,
} from './path/path-functions.ts'
import { horizontal } from './row/horizontal.ts'
import { maxLabel } from './row/max-label.ts'
import { cardinality, jaccardIndex } from './row/row-sets.ts'
import { extractDomain } from './string/extract-domain.ts'
import { hash } from './string/hash.ts'
import { implicitCast } from './string/implicit-cast.ts'
import { parseJson, printJson } from './string/json.ts'
import { length } from './string/length.ts'
import { levenshteinDistance } from './string/levenshtein-distance.ts'
import { lower, upper } from './string/lower-upper.ts'
import { regexMatch, regexReplace, regexSearch } from './string/regex.ts'
import { removePrefix, removeSuffix } from './string/remove-affix.ts'
import { splitPart } from './string/split-part.ts'
import { datePart, dateTrunc } from './time/date-part.ts'
import { temporal } from './time/temporal.ts'
import {
  at,
  distinctTimestamps,
  earliestTimestamp,
  latestTimestamp,
  now,
  toTimestamp,
} from './time/timestamps.ts'
import { tokenExtract } from './token/token-extract.ts'
import { tokenize } from './token/tokenize.ts'
import { complexParts, impulse, shiftedImpulse } from './vector/complex-parts.ts'
import { concat } from './vector/concat.ts'
import { distances } from './vector/distances.ts'
import { fft } from './vector/fft.ts'
import { flatten } from './vector/flatten.ts'
import { norm } from './vector/norm.ts'
import { normalize } from './vector/normalize.ts'
import { reshape, shape } from './vector/reshape.ts'
import { slice } from './vector/slice.ts'
import { vectorArithmetic } from './vector/vector-arithmetic.ts'

/** Every function and aggregate of the language, by group. */
export const builtins: readonly Builtin[] = [
  // path
  stringifyPath,
  parsePathText,
  pathElement,
  pathLength,
  flattenPath,
  unflattenPath,
  // number
  abs,
  ceil,
  floor,
  round,
  quantize,
  sign,
  mod,
  pow,
  sqrt,
  exp,
  ln,
  log,
  ...trigonometry,
  atan2,
  pi,
  e,
  clamp,
  isnan,
  isinf,
  isfinite,
  replaceNull,
  replaceNan,
  replaceInf,
  replaceNotFinite,
  binomialLower,
  binomialUpper,
  // string
  length,
  lower,
  upper,
  removePrefix,
  removeSuffix,
  regexMatch,
  regexSearch,
  regexReplace,
  levenshteinDistance,
  implicitCast,
  extractDomain,
  parseJson,
  printJson,
  hash,
  // token
  tokenize,
  tokenExtract,
  splitPart,
  // time
  now,
  toTimestamp,
  datePart,
  dateTrunc,
  at,
  latestTimestamp,
  earliestTimestamp,
  distinctTimestamps,
  ...temporal,
  // vector
  norm,
  normalize,
  ...vectorArithmetic,
  ...distances,
  concat,
  flatten,
  reshape,
  shape,
  slice,
  fft,
  ...complexParts,
  impulse,
  shiftedImpulse,
  // blob
  base64Encode,
  base64Decode,
  blobLength,
  mimeType,
  parseExif,
  // geo
  geoDistance,
  stContainsPoint,
  // row
  cardinality,
  jaccardIndex,
  ...horizontal,
  maxLabel,
  // aggregate
  count,
  countDistinct,
  sum,
  avg,
  min,
  max,
  variance,
  stddev,
  earliest,
  latest,
  stringAgg,
  pivot,
  likelihoodRatio,
]
