import type { Catalog } from './catalog.ts'

/** Plans kept, the one that was asked for longest ago first to go. */
const MOST_PLANS = 100
/** Longer statements are hardly asked twice. */
const MOST_LENGTH = 20_000

/** What the catalog answered to one question of the binder. */
interface Answer {
  ask: (catalog: Catalog) => unknown
  answer: unknown
}

interface Kept<Plan> {
  plan: Plan
  answers: readonly Answer[]
}

/** Plans of statements that were asked before. A plan holds for as long as the catalog answers everything that it was
 *  asked while the plan was made as it did then: the same object for a dataset or function, the same text for a view. */
export class PlanCache<Plan> {
  private readonly catalog: Catalog
  private readonly plans = new Map<string, Kept<Plan>>()

  constructor(catalog: Catalog) {
    this.catalog = catalog
  }

  /** The plan kept under a key, or a new one. @param make binds with the catalog it is given, and no other */
  get(key: string, make: (catalog: Catalog) => Plan): Plan {
    const kept = this.plans.get(key)
    if (kept && this.holds(kept)) {
      this.plans.delete(key)
      this.plans.set(key, kept)
      return kept.plan
    }
    this.forgetOld()
    const answers: Answer[] = []
    const plan = make(remembering(this.catalog, answers))
    if (key.length <= MOST_LENGTH) this.plans.set(key, { plan, answers })
    return plan
  }

  private holds({ answers }: Kept<Plan>): boolean {
    try {
      return answers.every(({ ask, answer }) => ask(this.catalog) === answer)
    } catch {
      // A function that cannot be used now is not what it was.
      return false
    }
  }

  /** A plan that no longer holds would keep the model of a deleted function in memory. */
  private forgetOld(): void {
    for (const [key, kept] of this.plans) {
      if (!this.holds(kept) || this.plans.size >= MOST_PLANS) this.plans.delete(key)
    }
  }
}

/** The catalog, with all that it answers written down. */
function remembering(catalog: Catalog, answers: Answer[]): Catalog {
  const asked = <T>(ask: (of: Catalog) => T): T => {
    const answer = ask(catalog)
    answers.push({ ask, answer })
    return answer
  }
  return {
    ...catalog,
    dataset: (id) => asked((of) => of.dataset(id)),
    view: (id) => asked((of) => of.view?.(id)),
    function: (id) => asked((of) => of.function(id)),
  }
}
