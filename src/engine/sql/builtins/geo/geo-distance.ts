// geo/ holds functions of places on the earth, in degrees.
import { toNumber } from '../../values/to-number.ts'
import { defineScalar } from '../define-builtin.ts'
import { DOUBLE, strictAtoms } from '../shared/types.ts'

/** Mean radius of the earth in metres. */
const RADIUS = 6_371_008.8
const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** Metres along the great circle between two places in degrees, by the haversine formula. */
export function greatCircle(lat1: number, lon1: number, lat2: number, lon2: number): number {
  const a =
    Math.sin(radians(lat2 - lat1) / 2) ** 2 +
    Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * Math.sin(radians(lon2 - lon1) / 2) ** 2
  return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(a)))
}

/** The distance of two places. */
export const geoDistance = defineScalar({
  name: 'geo_distance',
  group: 'geo',
  signature: 'geo_distance(lat1, lon1, lat2, lon2)',
  summary: 'Metres along the great circle between two places given in degrees (spherical earth).',
  example: { sql: 'round(geo_distance(0, 0, 0, 1))', result: 111195 },
  arity: [4, 4],
  result: strictAtoms(...DOUBLE),
  apply: ([lat1, lon1, lat2, lon2]) =>
    greatCircle(toNumber(lat1!), toNumber(lon1!), toNumber(lat2!), toNumber(lon2!)),
})
