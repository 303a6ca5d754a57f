import type { ModelSummary } from './evaluation.ts'

type Importance = NonNullable<ModelSummary['importances']>[number]

/** Importances averaged over models; a feature that a model did not use counts as 0 there. The most important first. */
export function meanImportances(summaries: readonly ModelSummary[]): Importance[] {
  const models = summaries.flatMap(({ importances }) => (importances ? [importances] : []))
  const features = new Set(models.flatMap((importances) => importances.map(({ feature }) => feature)))
  return [...features]
    .map((feature): Importance => {
      const own = models.map((importances) => importances.find((each) => each.feature === feature))
      const mean = (of: (each: Importance) => number | undefined) =>
        own.reduce((sum, each) => sum + ((each && of(each)) ?? 0), 0) / models.length
      const isMeasured = own.some((each) => each?.permutation !== undefined)
      return {
        feature,
        gain: mean(({ gain }) => gain),
        ...(isMeasured && { permutation: mean(({ permutation }) => permutation) }),
      }
    })
    .sort((a, b) => b.gain - a.gain)
}
