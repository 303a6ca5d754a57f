import type { AlgorithmInfo } from '../../../contract/learning.ts'
import { NAMED_CONFIGS } from './named-configs.ts'
import { parseConfig } from './parse-config.ts'

type Described = Omit<AlgorithmInfo, 'name' | 'configuration'>
type Setting = AlgorithmInfo['settings'][number]

const trees: Setting = { path: 'num_bags', title: 'Trees' }
const bags: Setting = { path: 'num_bags', title: 'Bags' }
const depthAt = (path: string): Setting => ({ path: `${path}max_depth`, title: 'Greatest depth' })
const shareAt = (path: string): Setting => ({
  path: `${path}random_feature_propn`,
  title: 'Features tried at each split',
})
const roundsAt = (path: string): Setting => ({ path: `${path}max_iter`, title: 'Rounds at most' })
const baggedBoosting: Setting[] = [
  bags,
  roundsAt('weak_learner.'),
  depthAt('weak_learner.weak_learner.'),
  shareAt('weak_learner.weak_learner.'),
]
const linear: Setting[] = [
  { path: 'regularization', title: 'Penalty' },
  { path: 'regularization_factor', title: 'Strength of the penalty' },
]

/** What people are told of each named configuration, those to try first at the head. */
const DESCRIBED: Record<string, Described> = {
  rf: {
    title: 'Random forest',
    summary: 'Many deep trees on random samples, averaged: good on almost any table without tuning.',
    settings: [
      trees,
      depthAt('weak_learner.'),
      shareAt('weak_learner.'),
      { path: 'weak_learner.min_leaf', title: 'Least rows in a leaf' },
      { path: 'permutation_importance', title: 'Also measure importances by permutation' },
    ],
  },
  gbt: {
    title: 'Gradient boosted trees',
    summary: 'Small trees, each correcting those before: often the most exact on tables of many rows.',
    settings: [
      roundsAt(''),
      { path: 'learning_rate', title: 'Learning rate' },
      { path: 'max_leaves', title: 'Leaves of a tree' },
      { path: 'l2_regularization', title: 'Penalty of leaf values' },
      { path: 'validation_split', title: 'Share held out to stop early' },
      { path: 'short_circuit_window', title: 'Stop after rounds without gain' },
    ],
  },
  bbdt: {
    title: 'Bagged boosted trees',
    summary: 'Five boosted models of shallow trees, averaged: the classic of MLDB for vectors of pictures.',
    settings: baggedBoosting,
  },
  dt: {
    title: 'Decision tree',
    summary: 'One tree of yes-or-no questions: the easiest to read, seldom the most exact.',
    settings: [depthAt(''), { path: 'min_leaf', title: 'Least rows in a leaf' }],
  },
  glz: {
    title: 'Logistic regression',
    summary: 'A weighted sum of the features as a probability: fast, and each weight can be read.',
    settings: linear,
  },
  glz_linear: {
    title: 'Linear regression',
    summary: 'A weighted sum of the features: for numbers that grow in proportion.',
    settings: linear,
  },
  naive_bayes: {
    title: 'Naive Bayes',
    summary: 'Counts how often each value goes with each label: instant, and fair with few rows.',
    settings: [{ path: 'feature_prop', title: 'Share of the features' }],
  },
  nn: {
    title: 'Neural network',
    summary: 'A small perceptron: for smooth relations of many numbers; takes the longest.',
    settings: [
      { path: 'arch', title: 'Hidden layers' },
      { path: 'max_iter', title: 'Passes over the rows' },
      { path: 'learning_rate', title: 'Learning rate' },
      { path: 'batch_size', title: 'Rows of a step' },
    ],
  },
  bdt: {
    title: 'Bagged trees',
    summary: 'Twenty trees of depth 5 on samples of the rows, averaged.',
    settings: [trees, depthAt('weak_learner.')],
  },
  bbdt2: {
    title: 'Bagged boosted trees, many bags',
    summary: '32 boosted models of few, deeper trees, averaged.',
    settings: baggedBoosting,
  },
  bbdt_d2: {
    title: 'Bagged boosted trees of depth 2',
    summary: 'Five boosted models of trees of depth 2 that may use every feature.',
    settings: baggedBoosting,
  },
  bbdt_d5: {
    title: 'Bagged boosted trees of depth 5',
    summary: 'Five boosted models of trees of depth 5 that may use every feature.',
    settings: baggedBoosting,
  },
  bs: {
    title: 'Boosted stumps',
    summary: 'Boosting of single questions: simple, and hard to mislead.',
    settings: [roundsAt('')],
  },
  bs2: {
    title: 'Boosted trees of depth 1',
    summary: 'Boosting of trees of one split, up to 300 of them.',
    settings: [roundsAt(''), shareAt('weak_learner.')],
  },
  bbs2: {
    title: 'Bagged boosted trees of depth 1',
    summary: 'Five such boosted models, averaged.',
    settings: [bags, roundsAt('weak_learner.')],
  },
  glz2: {
    title: 'Logistic regression, defaults',
    summary: 'The same as logistic regression, with the defaults of the learner.',
    settings: linear,
  },
  bglz: {
    title: 'Bagged logistic regression',
    summary: '32 logistic regressions on samples of the rows, averaged.',
    settings: [bags, { path: 'weak_learner.feature_proportion', title: 'Share of the features' }],
  },
}

/** Every named configuration with its defaults filled in, those to try first at the head. */
export function listAlgorithms(): AlgorithmInfo[] {
  return Object.entries(DESCRIBED).map(([name, described]) => ({
    name,
    ...described,
    configuration: parseConfig(NAMED_CONFIGS, name),
  }))
}
