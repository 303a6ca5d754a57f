import { expect, test } from 'vitest'
import type { LearnerConfig } from '../../../contract/learning.ts'
import { listAlgorithms } from './algorithms.ts'
import { LEARNER_TYPES } from './config-schema.ts'
import { NAMED_CONFIGS } from './named-configs.ts'

test('every named configuration is described', () => {
  expect(
    listAlgorithms()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(Object.keys(NAMED_CONFIGS).sort())
})

test('every setting is a parameter of the learner at its path, and one that can be changed', () => {
  for (const { settings, configuration } of listAlgorithms()) {
    for (const { path } of settings) {
      const names = path.split('.')
      const key = names.pop()!
      const at = names.reduce<LearnerConfig>((config, name) => config[name] as LearnerConfig, configuration)
      const parameter = LEARNER_TYPES[at.type]?.parameters[key]
      expect(parameter?.summary, `${path} of ${at.type}`).toBeTruthy()
      expect(parameter?.only).toBeUndefined()
      expect(at[key]).not.toBeUndefined()
    }
  }
})
