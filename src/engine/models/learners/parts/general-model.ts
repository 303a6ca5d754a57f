import type { Model } from '../model.ts'
import type { Part } from './part.ts'

/** A trained model that is more than a sum of trees. */
export interface GeneralModel extends Omit<Model, 'trees' | 'outputs' | 'link' | 'training'> {
  training: { rows: number }
  part: Part
}

/** Whatever a model file holds: a sum of trees has arrays, and a faster way to its scores, of its own. */
export type AnyModel = Model | GeneralModel

/** Tells the two apart. */
export const isGeneral = (model: AnyModel): model is GeneralModel => 'part' in model
