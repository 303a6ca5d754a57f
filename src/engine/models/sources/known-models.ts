import type { Preprocessing } from '../../../contract/inception.ts'
import type { ModelInfo } from '../../../contract/rest.ts'

/** The name that means "the best Inception-v3 that can be had here". */
export const DEFAULT_MODEL = 'inception-v3'

/** A network that the app knows of without being told. */
export interface KnownModel {
  info: ModelInfo
  preprocessing?: Partial<Preprocessing>
  /** Of the file at `url`, where its publisher states it. */
  md5?: string
  /** Comes with the app itself; its `url` is relative to the app. */
  bundled?: true
}

/** TensorFlow Hub's convention for image models: 299x299 pixels in [0, 1]. */
const HUB = { subtract: 0, divide: 255 }

/** Public releases in the order in which they are tried. None is ours: any may be gone, so each has a time limit. */
export const PUBLIC_MODELS: readonly KnownModel[] = [
  {
    info: {
      name: 'inception-v3-2015',
      title: 'Inception-v3, ImageNet (Google, December 2015)',
      source: "TensorFlow's public release, the graph that MLDB's own examples use",
      url: 'archive+https://storage.googleapis.com/download.tensorflow.org/models/inception_dec_2015.zip#tensorflow_inception_graph.pb',
      licence: 'Apache-2.0',
      output: 'pool_3',
      outputSize: 2048,
      goodFor: 'Photographs of all kinds: transfer learning, similarity, and naming 1,008 ImageNet classes.',
      available: true,
    },
    md5: 'abb06016685bbf7e849b707b00be2754',
  },
  {
    info: {
      name: 'google-inception-v3',
      title: 'Inception-v3, ImageNet (Google, TF-Slim)',
      source: 'Kaggle Models, google/inception-v3, TensorFlow.js',
      url: 'https://www.kaggle.com/models/google/inception-v3/TfJs/classification/2/model.json?tfjs-format=file',
      licence: 'Apache-2.0',
      output: 'pool_3',
      outputSize: 2048,
      goodFor:
        'Photographs of all kinds: transfer learning and similarity. Its 1,001 classes come without their names.',
      available: true,
    },
    preprocessing: HUB,
  },
]

/** The network of last resort: works with no internet at all. */
export const BUNDLED: KnownModel = {
  info: {
    name: 'nsfwjs-inception-v3',
    title: 'Inception-v3, bundled (nsfwjs)',
    source: 'npm package nsfwjs, extracted when the app was built',
    url: 'models/bundled/model.json',
    licence: 'MIT',
    output: 'mixed7/mean',
    outputSize: 768,
    goodFor: 'A first start with no internet: broad kinds of pictures.',
    caveat:
      'These weights were fine-tuned for another task, so their last layers describe photographs poorly; the averaged middle layer mixed7 does better. For better weights start the app with --models and a folder that holds an ImageNet Inception-v3, or let it reach the internet.',
    available: true,
  },
  bundled: true,
}
