import { xxHash32 } from '../../../lib/xx-hash32.ts'

/** One whole record of a manifest. */
export interface Frame {
  /** Number of the manifest's rewriting that it belongs to. */
  generation: number
  /** Counts all frames ever written, over all generations. */
  sequence: number
  body: unknown
}

const MAGIC = 0x31464c4d // "MLF1"
/** Magic, size of the body, checksum, generation, sequence: 32 bits each, little-endian. */
const HEAD_BYTES = 20

/** A frame as bytes: its head, then its body as JSON. The checksum covers both. */
export function encodeFrame({ generation, sequence, body }: Frame): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(body))
  const bytes = new Uint8Array(HEAD_BYTES + json.length)
  const head = new DataView(bytes.buffer)
  bytes.set(json, HEAD_BYTES)
  head.setUint32(0, MAGIC, true)
  head.setUint32(4, json.length, true)
  head.setUint32(12, generation, true)
  head.setUint32(16, sequence, true)
  head.setUint32(8, checksum(bytes), true)
  return bytes
}

function checksum(frame: Uint8Array): number {
  const head = xxHash32(frame.subarray(12, HEAD_BYTES), frame.length)
  return xxHash32(frame.subarray(HEAD_BYTES), head)
}

/** What a manifest file holds. */
export interface Scan {
  frames: Frame[]
  /** Where the last whole frame ends: what is appended goes there. */
  end: number
  /** How often bytes between whole frames were none: damage, since a write that was cut off has nothing after it. */
  gaps: number
}

/** Finds every whole frame. What a kill or a power cut left of the last write is no frame and is not counted; nor is
 *  a frame that was altered, but those after it are found. */
export function scanFrames(bytes: Uint8Array): Scan {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const scan: Scan = { frames: [], end: 0, gaps: 0 }
  for (let at = 0; ; ) {
    at = bytes.indexOf(MAGIC & 0xff, at)
    if (at < 0 || at + HEAD_BYTES > bytes.length) break
    const frame = frameAt(bytes, view, at)
    if (!frame) {
      at++
      continue
    }
    if (at > scan.end) scan.gaps++
    scan.frames.push(frame.frame)
    at = frame.end
    scan.end = at
  }
  return scan
}

function frameAt(bytes: Uint8Array, view: DataView, at: number): { frame: Frame; end: number } | undefined {
  if (view.getUint32(at, true) !== MAGIC) return undefined
  const end = at + HEAD_BYTES + view.getUint32(at + 4, true)
  if (end > bytes.length) return undefined
  const whole = bytes.subarray(at, end)
  if (view.getUint32(at + 8, true) !== checksum(whole)) return undefined
  const body: unknown = JSON.parse(new TextDecoder().decode(whole.subarray(HEAD_BYTES)))
  return {
    frame: { generation: view.getUint32(at + 12, true), sequence: view.getUint32(at + 16, true), body },
    end,
  }
}
