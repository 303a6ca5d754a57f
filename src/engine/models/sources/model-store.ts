import { EngineError } from '../../../contract/errors.ts'
import type { NetworkFiles, Preprocessing } from '../../../contract/inception.ts'
import type { ModelInfo, ModelSpeed } from '../../../contract/rest.ts'
import type { Change, Storage } from '../../storage/storage.ts'
import { digestModel } from './digest-model.ts'
import type { LoadedModel } from './model-types.ts'
import type { ReadModel } from './read-model.ts'

/** Size of one stored piece of weights: IndexedDB is fastest near this, many in one transaction. */
const PIECE_BYTES = 1_048_576

/** `<digest>/card`: the last of a network's records to matter, since all are one commit. */
interface Card {
  info: ModelInfo
  format: NetworkFiles['format']
  preprocessing: Preprocessing
  weightBytes: number
}

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))
const decode = <T>(bytes: Uint8Array): T => JSON.parse(new TextDecoder().decode(bytes)) as T

/** Networks by digest in the `models` store: `<digest>/card`, `/json`, `/weights/<n>`; and which digest an address held
 *  when it was last read, under `url/<address>`. */
export function createModelStore(storage: Pick<Storage, 'get' | 'keys' | 'commit'>) {
  const get = async (digest: string): Promise<LoadedModel | undefined> => {
    const cardBytes = await storage.get('models', `${digest}/card`)
    const json = await storage.get('models', `${digest}/json`)
    if (!cardBytes || !json) return undefined
    const card = decode<Card>(cardBytes)
    const weights = await readPieces(storage, digest, card.weightBytes)
    // A disk that lost or changed a piece must not give other features under the same name.
    if (!weights || (await digestModel(json, weights, card.preprocessing)) !== digest) return undefined
    const { info, format, preprocessing } = card
    return { info, files: { digest, format, modelJson: decode(json), weights, preprocessing } }
  }

  return {
    get,

    /** The network last read from an address, unless its stamp says that the file has changed since. */
    getByUrl: async (url: string, stamp: string | undefined): Promise<LoadedModel | undefined> => {
      const bytes = await storage.get('models', `url/${url}`)
      if (!bytes) return undefined
      const pointer = decode<{ digest: string; stamp?: string }>(bytes)
      return pointer.stamp === stamp ? get(pointer.digest) : undefined
    },

    /** Keeps a network, all of it or nothing. A full disk is no reason not to use what was read. */
    put: async (model: ReadModel, stamp: string | undefined): Promise<LoadedModel> => {
      const { json, ...loaded } = model
      try {
        await storage.commit(changesFor(model, stamp))
      } catch (error) {
        if (!(error instanceof EngineError) || error.code !== 'storage-full') throw error
      }
      return loaded
    },

    list: async (): Promise<ModelInfo[]> => {
      const keys = (await storage.keys('models')).filter((key) => key.endsWith('/card'))
      const cards = await Promise.all(keys.map((key) => storage.get('models', key)))
      const infos = cards.flatMap((bytes) => (bytes ? [decode<Card>(bytes).info] : []))
      return Promise.all(
        infos.map(async (info) => {
          const speed = await storage.get('models', speedKey(info.digest ?? ''))
          return {
            ...info,
            available: true,
            kept: true,
            ...(speed ? { speed: decode<ModelSpeed>(speed) } : {}),
          }
        }),
      )
    },

    putSpeed: (digest: string, speed: ModelSpeed): Promise<void> =>
      storage.commit([{ store: 'models', key: speedKey(digest), put: encode(speed) }]),

    remove: async (digest: string): Promise<void> => {
      const keys = await storage.keys('models', `${digest}/`)
      await storage.commit(keys.map((key) => ({ store: 'models', key, delete: true })))
    },
  }
}

function changesFor({ info, files, json }: ReadModel, stamp: string | undefined): Change[] {
  const { digest, format, preprocessing, weights } = files
  const put = (key: string, bytes: Uint8Array): Change => ({ store: 'models', key, put: bytes })
  const card: Card = { info, format, preprocessing, weightBytes: weights.byteLength }
  const pieces = Array.from({ length: Math.ceil(weights.byteLength / PIECE_BYTES) }, (_, i) =>
    put(pieceKey(digest, i), weights.slice(i * PIECE_BYTES, (i + 1) * PIECE_BYTES)),
  )
  return [
    put(`${digest}/card`, encode(card)),
    put(`${digest}/json`, json),
    ...pieces,
    put(`url/${info.url}`, encode({ digest, stamp })),
  ]
}

const speedKey = (digest: string): string => `${digest}/speed`

const pieceKey = (digest: string, index: number): string =>
  `${digest}/weights/${String(index).padStart(5, '0')}`

async function readPieces(
  storage: Pick<Storage, 'get'>,
  digest: string,
  size: number,
): Promise<Uint8Array | undefined> {
  const weights = new Uint8Array(size)
  for (let at = 0, i = 0; at < size; i++) {
    const piece = await storage.get('models', pieceKey(digest, i))
    if (!piece || at + piece.byteLength > size) return undefined
    weights.set(piece, at)
    at += piece.byteLength
  }
  return weights
}
