import { toHash } from '../../router.ts'

const PANEL = 'models'

/** The list of all models. */
export const openList = (): string => toHash({ panel: PANEL })

/** The form, on a dataset. */
export const openTraining = (dataset?: string): string =>
  toHash({ panel: PANEL, rest: ['train'], ...(dataset !== undefined && { parameters: { dataset } }) })

/** The evaluation of a procedure's newest run. */
export const openRun = (procedure: string): string => toHash({ panel: PANEL, rest: ['run', procedure] })

/** Two evaluations side by side. */
export const openComparison = (one: string, other: string): string =>
  toHash({ panel: PANEL, rest: ['compare', one, other] })

/** A model at work: predict, explain, score a dataset. @param row of the rows it learned from, to begin with */
export const openModel = (functionName: string, row?: string): string =>
  toHash({ panel: PANEL, rest: ['use', functionName], ...(row !== undefined && { parameters: { row } }) })
