import { printCall, printQuery } from './print.ts'
import type { Plan } from './stage.ts'

/** The stages of a plan, one line each, in the words of the statement. */
export function explainPlan(plan: Plan): string[] {
  const lines = plan.stages.map(({ call, rows }, i) => {
    const batch = call.fn.batchSize === undefined ? '' : `  batch ${call.fn.batchSize}`
    return `${i + 1} apply   ${printCall(call)} over ${printQuery(rows)}${batch}`
  })
  lines.push(`${plan.stages.length + 1} sqlite  ${printQuery(plan.query, true)}`)
  return lines
}
