import { describe, expect, it } from 'vitest'
import { EngineError } from '../../../contract/errors.ts'
import { NAMED_CONFIGS } from './named-configs.ts'
import { parseConfig } from './parse-config.ts'

const POST = {
  type: 'bagging',
  num_bags: 15,
  weak_learner: {
    type: 'boosting',
    min_iter: 5,
    max_iter: 30,
    weak_learner: { type: 'decision_tree', max_depth: 5, update_alg: 'gentle', random_feature_propn: 0.6 },
  },
}

function failure(configuration: unknown, algorithm?: string): EngineError {
  try {
    parseConfig(configuration, algorithm)
  } catch (error) {
    if (error instanceof EngineError) return error
    throw error
  }
  throw new Error('should have been refused')
}

describe('parseConfig', () => {
  it('fills in the defaults of the configuration of the walk-through', () => {
    expect(parseConfig(POST)).toEqual({
      type: 'bagging',
      num_bags: 15,
      out_of_bag: true,
      permutation_importance: false,
      validation_split: 0.35,
      weak_learner: {
        type: 'boosting',
        min_iter: 5,
        max_iter: 30,
        cost_function: 'exponential',
        short_circuit_window: 0,
        trace_training_acc: false,
        validation_split: 0,
        resample: true,
        weak_learner: {
          type: 'decision_tree',
          trace: 0,
          max_depth: 5,
          update_alg: 'gentle',
          random_feature_propn: 0.6,
          min_leaf: 1,
        },
      },
    })
  })

  it('picks an entry by a dotted path, of the given or of the built-in configurations', () => {
    const map = { mine: { quick: { type: 'decision_tree', max_depth: 2 } } }
    expect(parseConfig(map, 'mine.quick')).toMatchObject({ type: 'decision_tree', max_depth: 2 })
    expect(parseConfig(undefined, 'rf')).toMatchObject({
      num_bags: 100,
      validation_split: 0,
      weak_learner: { max_depth: 16, random_feature_propn: 'sqrt' },
    })
    expect(failure(map, 'mine.quik').message).toContain('known are quick')
    expect(failure(undefined, 'bddt').detail?.suggestion).toBe('bdt')
    expect(failure(map, 'constructor').code).toBe('invalid-argument')
    expect(failure(map).message).toContain("'algorithm'")
  })

  it('names an unknown key, where it is and the nearest known one', () => {
    const typo = { ...POST, weak_learner: { ...POST.weak_learner, max_itr: 3 } }
    const error = failure(typo)
    expect(error.message).toBe(
      'Unknown key(s) encountered in config: weak_learner.max_itr (did you mean max_iter?)',
    )
    expect(error.detail?.suggestion).toBe('max_iter')
    expect(parseConfig({ type: 'decision_tree', verbosity: 3 })).not.toHaveProperty('verbosity')
  })

  it('reads numbers and booleans written as text', () => {
    const config = parseConfig({
      type: 'boosting',
      max_iter: '7',
      trace_training_acc: 'true',
      weak_learner: { type: 'decision_tree', random_feature_propn: '0.5' },
    })
    expect(config).toMatchObject({
      max_iter: 7,
      trace_training_acc: true,
      weak_learner: { random_feature_propn: 0.5 },
    })
  })

  it.each([
    [{ type: 'decision_tree', max_depth: 1.5 }, 'max_depth is 1.5; it must be an integer from -1'],
    [{ type: 'decision_tree', max_depth: 'deep' }, 'max_depth is "deep"'],
    [{ type: 'decision_tree', max_depth: '' }, 'max_depth is ""'],
    [{ type: 'decision_tree', random_feature_propn: 2 }, 'from 0 to 1 or "sqrt"'],
    [{ type: 'decision_tree', update_alg: 'fast' }, 'it must be prob, normal, gentle'],
    [{ type: 'bagging', num_bags: 0, weak_learner: { type: 'decision_tree' } }, 'num_bags is 0'],
    [{ type: 'bagging' }, 'weak_learner is missing'],
    [{ type: 'forest' }, '"forest" is no type of classifier; known are decision_tree'],
    [{ type: 'constructor' }, 'no type of classifier'],
    [{ type: 'boosting', trace_training_acc: 'maybe', weak_learner: {} }, 'must be true or false'],
    [{}, 'nothing is no type'],
    [[], 'must be an object'],
    ['rf', 'must be an object'],
  ])('refuses %j', (configuration, message) => {
    const error = failure(configuration)
    expect(error.code).toBe('invalid-argument')
    expect(error.message).toContain(message)
  })

  it('refuses what the original has and we have not, naming what is there', () => {
    const error = failure({ type: 'fasttext' })
    expect(error.code).toBe('not-supported')
    expect(error.message).toContain(
      'decision_tree, bagging, boosting, gradient_boosting, boosted_stumps, glz',
    )
    expect(failure({ type: 'boosted_stumps', committee_size: 3 }).code).toBe('not-supported')
    expect(failure({ type: 'glz', condition: true }).message).toContain('leave it at false')
  })

  it('does not follow endless nesting', () => {
    let deep: object = { type: 'decision_tree' }
    for (let i = 0; i < 5000; i++) deep = { type: 'bagging', weak_learner: deep }
    expect(failure(deep).message).toContain('nests more than')
  })

  it('knows every built-in configuration', () => {
    for (const name of Object.keys(NAMED_CONFIGS)) {
      expect(parseConfig(undefined, name).type).toBe((NAMED_CONFIGS[name] as { type: string }).type)
    }
  })
})
