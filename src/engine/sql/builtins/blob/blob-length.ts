import { defineScalar } from '../define-builtin.ts'
import { strictAtoms } from '../shared/types.ts'
import { bytesOf } from './base64.ts'

/** Bytes of a blob. */
export const blobLength = defineScalar({
  name: 'blob_length',
  group: 'blob',
  signature: 'blob_length(b)',
  summary: 'How many bytes the blob has, or the UTF-8 form of a string.',
  example: { sql: "blob_length(base64_decode('aGkh'))", result: 3 },
  arity: [1, 1],
  result: strictAtoms('integer'),
  apply: ([b]) => bytesOf(b!).length,
})
