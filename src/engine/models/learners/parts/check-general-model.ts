import { checkModelHeader } from '../check-model-header.ts'
import { badModel } from '../model-file.ts'
import { checkPart } from './check-part.ts'
import type { GeneralModel } from './general-model.ts'
import { scoreWidth } from './score-rows.ts'

/** Checks a general model that was read from a file, so that scoring needs no checks. @throws EngineError `bad-file` */
export function checkGeneralModel(model: GeneralModel): void {
  checkModelHeader(model)
  if (typeof model.training?.rows !== 'number') throw badModel('header')
  checkPart(model.part, model.features, 0)
  if (model.part.outputs !== scoreWidth(model)) throw badModel('outputs')
}
