/** `count` random bytes in hexadecimal. */
export const randomHex = (count: number): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(count)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')

/** An id for what was created without one: `auto_<16 hex>_<16 hex>`. */
export const generateId = (): string => `auto_${randomHex(8)}_${randomHex(8)}`
