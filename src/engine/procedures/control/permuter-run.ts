import { EngineError } from '../../../contract/errors.ts'
import { checkCancelled } from '../../check-cancelled.ts'
import { isObject, param } from '../../params.ts'
import { defineProcedure } from '../define-procedure.ts'
import { inside, readNested } from './nested.ts'

const MAX_PERMUTATIONS = 10_000

/** One procedure with every combination of some of its parameters. */
export const permuterRun = defineProcedure({
  type: 'permuter.run',
  summary:
    'Runs a procedure once for every combination of values, for a search on a grid. Result: a list of `permutation`, `config` and `status`.',
  params: {
    procedure: param.object(
      'The configuration of the procedure. `$permutation` in its texts becomes the number of the combination, from 0.',
    ),
    permutations: param.object(
      'Of the same shape as the configuration, with a list of values in place of each value to vary: `{"params": {"configuration": {"max_depth": [2, 4]}}}`.',
    ),
  },
  async run({ id, params, context, call }) {
    const combinations = combine(params.permutations)
    const results: unknown[] = []
    for (const [i, permutation] of combinations.entries()) {
      checkCancelled(call)
      const where = `permutation ${i}`
      const config = readNested(withNumber(merge(params.procedure, permutation), String(i)), where, context, [
        id,
      ])
      try {
        const { status } = await context.procedures.execute(config, call)
        results.push({ permutation, config, ...(status === undefined ? {} : { status }) })
      } catch (error) {
        throw error instanceof EngineError ? inside(where, error) : error
      }
      call.onProgress?.({ phase: 'rows', step: 'permutations', done: i + 1, total: combinations.length })
    }
    return { status: results }
  },
})

/** Every choice of one element from each list of a structure; the last list varies fastest. */
function combine(structure: unknown): unknown[] {
  if (Array.isArray(structure)) return structure
  if (!isObject(structure)) return [structure]
  let combinations: Record<string, unknown>[] = [{}]
  for (const [key, inner] of Object.entries(structure)) {
    const choices = combine(inner)
    if (combinations.length * choices.length > MAX_PERMUTATIONS) {
      throw new EngineError(
        'invalid-argument',
        `permutations has more than ${MAX_PERMUTATIONS} combinations`,
        {
          parameter: 'permutations',
        },
      )
    }
    combinations = combinations.flatMap((before) => choices.map((choice) => ({ ...before, [key]: choice })))
  }
  return combinations
}

/** A structure with the values of another one over its own. */
function merge(base: unknown, over: unknown): unknown {
  if (!isObject(base) || !isObject(over)) return over
  const merged: Record<string, unknown> = { ...base }
  for (const [key, value] of Object.entries(over)) {
    merged[key] = Object.hasOwn(base, key) ? merge(base[key], value) : value
  }
  return merged
}

function withNumber(value: unknown, number: string): unknown {
  if (typeof value === 'string') return value.replaceAll('$permutation', number)
  if (Array.isArray(value)) return value.map((element) => withNumber(element, number))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withNumber(inner, number)]))
}
