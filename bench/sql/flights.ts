import { Random } from '../../src/engine/models/learners/random.ts'
import type { Columns } from './open-bench.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const code = (n: number, length: number): string =>
  Array.from({ length }, (_, i) => LETTERS[Math.floor(n / 26 ** (length - 1 - i)) % 26]).join('')

/** Flights in the shape of the well-known airline set, and the 1,000 airports they name; made from a seed. Some
 *  delays are missing, as in real data. */
export function makeFlights(rows: number, seed = 14): { flights: Columns; airports: Columns } {
  const random = new Random(seed)
  const carriers = Array.from({ length: 22 }, (_, i) => code(i * 29 + 3, 2))
  const codes = Array.from({ length: 1000 }, (_, i) => code(i * 17 + 5, 3))
  // A few airports have most of the flights.
  const airport = (): string => codes[Math.floor(1000 * random.uniform() ** 3)]!
  const column = <T>(make: () => T): T[] => Array.from({ length: rows }, make)
  const flights = {
    month: column(() => 1 + Math.floor(12 * random.uniform())),
    day_of_week: column(() => 1 + Math.floor(7 * random.uniform())),
    dep_time: column(() => Math.floor(2400 * random.uniform())),
    carrier: column(() => carriers[Math.floor(22 * random.uniform() ** 2)]!),
    origin: column(airport),
    dest: column(airport),
    distance: column(() => 30 + Math.floor(2800 * random.uniform())),
    delay: column(() => (random.uniform() < 0.02 ? null : Math.round(9000 * random.uniform() - 1500) / 100)),
  }
  const airports = {
    code: codes,
    region: codes.map((_, i) => `R${i % 9}`),
    x: codes.map(() => 2800 * random.uniform()),
  }
  return { flights, airports }
}
