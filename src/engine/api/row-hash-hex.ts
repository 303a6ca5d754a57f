import { rowHash } from '../datasets/row-hash.ts'

/** rowHash of a row's name as 16 hexadecimal digits. */
export const rowHashHex = (name: string): string =>
  rowHash(name)
    .map((word) => (word >>> 0).toString(16).padStart(8, '0'))
    .join('')
