import { EngineError } from '../../../../contract/errors.ts'
import type { Value } from '../../../../contract/values.ts'
import { toNumber } from '../../values/to-number.ts'
import { valueToJson } from '../../values/value-to-json.ts'
import { defineScalar } from '../define-builtin.ts'
import { strictAtoms } from '../shared/types.ts'

type Ring = readonly (readonly [lon: number, lat: number])[]

/** Even-odd rule: a ray to the east crosses the ring an odd number of times. */
function inRing(ring: Ring, lon: number, lat: number): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [x1, y1] = ring[i]!
    const [x2, y2] = ring[j]!
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside
  }
  return inside
}

/** Whether a GeoJSON polygon (outer ring, then holes) holds a point. */
const inPolygon = (rings: readonly Ring[], lon: number, lat: number): boolean =>
  rings.length > 0 && inRing(rings[0]!, lon, lat) && !rings.slice(1).some((hole) => inRing(hole, lon, lat))

/** An array, also where it came as a row of indexes. */
const listOf = (json: unknown): unknown[] =>
  json !== null && typeof json === 'object' ? Object.values(json) : []

/** NaN, which lies nowhere, for what is no number. */
const coordinate = (json: unknown): number => (typeof json === 'number' ? json : Number.NaN)

const polygonOf = (json: unknown): Ring[] =>
  listOf(json).map((ring) =>
    listOf(ring).map((point) => listOf(point).slice(0, 2).map(coordinate) as [number, number]),
  )

function contains(geojson: Value, lon: number, lat: number): boolean {
  const shape = valueToJson(geojson) as { type?: unknown; coordinates?: unknown; geometry?: unknown }
  const geometry = (shape?.geometry ?? shape) as typeof shape
  if (geometry?.type === 'Polygon') return inPolygon(polygonOf(geometry.coordinates), lon, lat)
  if (geometry?.type === 'MultiPolygon')
    return listOf(geometry.coordinates).some((polygon) => inPolygon(polygonOf(polygon), lon, lat))
  throw new EngineError(
    'type-mismatch',
    "ST_Contains_Point needs a GeoJSON row whose 'type' is Polygon or MultiPolygon",
  )
}

/** A point in a polygon. */
export const stContainsPoint = defineScalar({
  name: 'st_contains_point',
  group: 'geo',
  signature: 'ST_Contains_Point(geojson, lat, lon)',
  summary: 'Whether a GeoJSON Polygon or MultiPolygon, given as a row, holds the point.',
  example: {
    sql: "ST_Contains_Point({'Polygon' AS type, [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]] AS coordinates}, 1, 2)",
    result: 1,
  },
  arity: [3, 3],
  result: strictAtoms('integer'),
  apply: ([geojson, lat, lon]) => Number(contains(geojson!, toNumber(lon!), toNumber(lat!))),
})
