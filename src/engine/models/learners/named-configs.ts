const gentleTree = (max_depth: number, random_feature_propn: number) => ({
  type: 'decision_tree',
  max_depth,
  update_alg: 'gentle',
  random_feature_propn,
})
const baggedBoosting = (num_bags: number, max_iter: number, weak_learner: object) => ({
  type: 'bagging',
  num_bags,
  weak_learner: { type: 'boosting', min_iter: 5, max_iter, weak_learner },
})
const bs2 = { type: 'boosting', min_iter: 5, max_iter: 300, weak_learner: gentleTree(1, 1) }

/** The configurations that `algorithm` picks by name where a procedure gives none of its own. All but `rf` and
 *  `gbt` are the original's. */
export const NAMED_CONFIGS: Record<string, unknown> = {
  dt: { type: 'decision_tree', max_depth: 8, update_alg: 'prob' },
  bdt: { type: 'bagging', num_bags: 20, weak_learner: { type: 'decision_tree', max_depth: 5 } },
  bbdt: baggedBoosting(5, 30, gentleTree(3, 0.5)),
  bbdt2: baggedBoosting(32, 10, gentleTree(5, 0.8)),
  bbdt_d2: baggedBoosting(5, 30, gentleTree(2, 1)),
  bbdt_d5: baggedBoosting(5, 30, gentleTree(5, 1)),
  bs: { type: 'boosted_stumps', min_iter: 10, max_iter: 200, update_alg: 'gentle' },
  bs2,
  bbs2: { type: 'bagging', num_bags: 5, weak_learner: bs2 },
  glz: { type: 'glz', normalize: true, regularization: 'l2' },
  glz2: { type: 'glz' },
  glz_linear: { type: 'glz', link_function: 'linear', normalize: true, regularization: 'l2' },
  bglz: {
    type: 'bagging',
    num_bags: 32,
    validation_split: 0.1,
    weak_learner: { type: 'glz', feature_proportion: 1 },
  },
  nn: { type: 'perceptron', arch: '50', max_iter: 100, learning_rate: 0.01, batch_size: 10 },
  naive_bayes: { type: 'naive_bayes', feature_prop: 1 },
  gbt: { type: 'gradient_boosting' },
  // A random forest (Breiman 2001). Sixteen levels, as Yggdrasil's: on a few thousand rows leaves are pure before; on more,
  // deeper trees learn noise by heart (and make the model ten times larger).
  rf: {
    type: 'bagging',
    num_bags: 100,
    validation_split: 0,
    weak_learner: {
      type: 'decision_tree',
      max_depth: 16,
      update_alg: 'prob',
      random_feature_propn: 'sqrt',
    },
  },
}
