// What a configuration may say, as data: it validates, fills in defaults and documents. The names, defaults and
// meanings are the original's; what we added says so.
import type { LearnerType, LearnerParameter as Parameter } from '../../../contract/learning.ts'

const maxDepth: Parameter = {
  kind: 'integer',
  default: -1,
  min: -1,
  max: 10000,
  summary: 'Levels of splits; -1 until the leaves are pure.',
}
const updateAlg: Parameter = {
  kind: 'text',
  default: 'prob',
  words: ['prob', 'normal', 'gentle'],
  summary: 'Value of a leaf for a share p: p (prob), half its log-odds (normal), p - (1 - p) (gentle).',
}
const share = (summary: string): Parameter => ({
  kind: 'share',
  default: 1,
  min: 0,
  max: 1,
  words: ['sqrt'],
  summary: `${summary} "sqrt" (our addition) takes the square root of their number.`,
})
const trace: Parameter = { kind: 'integer', default: 0, min: 0, summary: 'Accepted and ignored.' }
const minIter: Parameter = {
  kind: 'integer',
  default: 10,
  min: 1,
  max: 10000,
  summary: 'Least number of rounds.',
}
const maxIter: Parameter = {
  kind: 'integer',
  default: 500,
  min: 1,
  max: 10000,
  summary: 'Greatest number of rounds.',
}
const costFunction: Parameter = {
  kind: 'text',
  default: 'exponential',
  words: ['exponential', 'logistic'],
  summary: 'How much an example counts at margin m: exp(-m), or 1/(1 + exp(m)).',
}
const shortCircuit: Parameter = {
  kind: 'integer',
  default: 0,
  min: 0,
  summary: 'Stop after this many rounds without gain on the rows held out; 0 never.',
}
const traceAccuracy: Parameter = { kind: 'boolean', default: false, summary: 'Accepted and ignored.' }
const split = (value: number, summary: string): Parameter => ({
  kind: 'number',
  default: value,
  min: 0,
  max: 0.95,
  summary,
})
const weakLearner: Parameter = { kind: 'learner', summary: 'Configuration of the learner that is repeated.' }

/** All types of the original, by name. */
export const LEARNER_TYPES: Record<string, LearnerType> = {
  decision_tree: {
    summary: 'A decision tree; of regression trees, a leaf has the mean.',
    supported: true,
    parameters: {
      trace,
      max_depth: maxDepth,
      update_alg: updateAlg,
      random_feature_propn: share('Share of the features tried at each split.'),
      min_leaf: {
        kind: 'number',
        default: 1,
        min: 0,
        summary: 'Our addition: least weight of a leaf, in training rows of mean weight.',
      },
    },
  },
  bagging: {
    summary: 'The mean of learners that each see another sample of the examples.',
    supported: true,
    parameters: {
      num_bags: { kind: 'integer', default: 10, min: 1, max: 10000, summary: 'Number of bags.' },
      validation_split: split(
        0.35,
        'Share of the examples held out from each bag, given to the weak learner for validation. 0 (our addition) draws a bootstrap sample for each bag in place of it.',
      ),
      out_of_bag: {
        kind: 'boolean',
        default: true,
        summary:
          'Our addition, of bootstrap samples of decision trees: report how good they are on rows that they did not see.',
      },
      permutation_importance: {
        kind: 'boolean',
        default: false,
        summary:
          'Our addition, with out_of_bag: report by how much trees do worse on those rows when the values of a feature are shuffled.',
      },
      weak_learner: weakLearner,
    },
  },
  boosting: {
    summary: 'A sum of learners, each made for what those before it get wrong.',
    supported: true,
    parameters: {
      min_iter: minIter,
      max_iter: maxIter,
      cost_function: costFunction,
      short_circuit_window: shortCircuit,
      trace_training_acc: traceAccuracy,
      validation_split: split(
        0,
        'Share of the examples held out to choose the number of rounds, unless a bagging around it holds some out.',
      ),
      resample: {
        kind: 'boolean',
        default: true,
        summary: 'Our addition: each tree grows on a bootstrap sample of the examples (Friedman 2002).',
      },
      weak_learner: weakLearner,
    },
  },
  gradient_boosting: {
    summary:
      'Our addition: gradient boosting of second-order trees over histograms (Friedman 2001; Chen & Guestrin 2016; Ke et al. 2017). Scores are probabilities.',
    supported: true,
    parameters: {
      max_iter: {
        ...maxIter,
        default: 100,
        summary: 'Rounds at most: each has one tree, or one a label for more than two.',
      },
      learning_rate: {
        kind: 'number',
        default: 0.1,
        min: 1e-6,
        max: 1,
        summary: 'What share of its step each tree takes.',
      },
      max_leaves: { kind: 'integer', default: 31, min: 2, max: 65536, summary: 'Leaves of a tree at most.' },
      max_depth: { ...maxDepth, summary: 'Levels of splits; -1 as many as the leaves allow.' },
      min_child_weight: {
        kind: 'number',
        default: 1,
        min: 0,
        summary:
          'Least sum of second derivatives in a leaf (rows of a regression; about a quarter of uncertain rows otherwise).',
      },
      l2_regularization: {
        kind: 'number',
        default: 1,
        min: 0,
        summary: 'Penalty of the squares of leaf values.',
      },
      subsample: {
        kind: 'number',
        default: 1,
        min: 0.001,
        max: 1,
        summary: 'Share of the rows that each tree sees (Friedman 2002).',
      },
      random_feature_propn: share('Share of the features that each tree may use.'),
      short_circuit_window: shortCircuit,
      validation_split: split(
        0,
        'Share of the examples held out to choose the number of rounds, unless a bagging around it holds some out.',
      ),
    },
  },
  boosted_stumps: {
    summary: 'Boosting of trees of one split.',
    supported: true,
    parameters: {
      min_iter: minIter,
      max_iter: maxIter,
      true_only: { kind: 'boolean', default: false, only: false, summary: 'Only false.' },
      fair: { kind: 'boolean', default: false, only: false, summary: 'Only false.' },
      cost_function: costFunction,
      output_function: { kind: 'text', default: 'raw', only: 'raw', summary: 'Only raw.' },
      short_circuit_window: shortCircuit,
      trace_training_acc: traceAccuracy,
      committee_size: { kind: 'integer', default: 1, only: 1, summary: 'Only 1.' },
      feature_prop: share('Share of the features tried for each stump.'),
      update_alg: { ...updateAlg, default: 'normal' },
      ignore_highest: { kind: 'number', default: 0, only: 0, summary: 'Only 0.' },
      trace,
    },
  },
  glz: {
    summary: 'A generalised linear model.',
    supported: true,
    parameters: {
      add_bias: { kind: 'boolean', default: true, summary: 'Fit a constant too.' },
      decode: {
        kind: 'boolean',
        default: true,
        only: true,
        summary: 'Only true: the score is the mean, not the linear sum.',
      },
      link_function: {
        kind: 'text',
        default: 'logit',
        words: ['logit', 'probit', 'comp_log_log', 'linear', 'log'],
        summary: 'How the linear sum becomes the score.',
      },
      regularization: {
        kind: 'text',
        default: 'l2',
        words: ['l2', 'l1', 'none'],
        summary: 'Penalty of weights.',
      },
      regularization_factor: {
        kind: 'number',
        default: 1e-5,
        summary: 'Strength of it; negative finds one on rows held out.',
      },
      max_regularization_iteration: {
        kind: 'integer',
        default: 1000,
        min: 1,
        summary: 'Iterations at most.',
      },
      regularization_epsilon: {
        kind: 'number',
        default: 1e-4,
        min: 0,
        summary: 'Precision of the weights; the fit stops when they move less than a thousandth of it.',
      },
      normalize: { kind: 'boolean', default: true, summary: 'Scale features to mean 0, deviation 1.' },
      condition: { kind: 'boolean', default: false, only: false, summary: 'Only false.' },
      feature_proportion: {
        kind: 'number',
        default: 1,
        min: 0,
        max: 1,
        summary: 'Share of the features used, drawn by chance: each bag of a bagging has its own.',
      },
    },
  },
  naive_bayes: {
    summary: 'Naive Bayes.',
    supported: true,
    parameters: {
      feature_prop: { kind: 'number', default: 1, min: 0, max: 1, summary: 'Share of features used.' },
      trace,
    },
  },
  perceptron: {
    summary: 'A neural network of fully connected layers.',
    supported: true,
    parameters: {
      arch: { kind: 'text', default: '%i', summary: 'Sizes of the hidden layers: 50, or 20_10.' },
      max_iter: { kind: 'integer', default: 100, min: 1, summary: 'Passes at most.' },
      min_iter: { kind: 'integer', default: 10, min: 1, summary: 'Passes at least.' },
      learning_rate: { kind: 'number', default: 0.01, min: 0, summary: 'Length of a step.' },
      batch_size: { kind: 'number', default: 1024, min: 0, summary: 'Examples a step; a share below 1.' },
      activation: {
        kind: 'text',
        default: 'tanh',
        words: ['tanh', 'logistic', 'relu', 'identity'],
        summary: 'Of the hidden layers.',
      },
      output_activation: {
        kind: 'text',
        default: 'softmax',
        words: ['softmax', 'logistic', 'tanh', 'identity'],
        summary: 'Of the output layer, for labels; a regression has identity.',
      },
      decorrelate: {
        kind: 'boolean',
        default: true,
        summary:
          'Decorrelate features first, if there are at most 512 columns and at least three rows for each.',
      },
      normalize: { kind: 'boolean', default: true, summary: 'Scale features first.' },
    },
  },
  fasttext: {
    summary: 'A bag of words for text.',
    supported: false,
    parameters: {
      epoch: { kind: 'integer', default: 5, min: 1, summary: 'Passes.' },
      dims: { kind: 'integer', default: 100, min: 1, summary: 'Length of word vectors.' },
    },
  },
}

/** Accepted in every configuration, and ignored. */
export const COMMON_PARAMETERS = ['verbosity'] as const
