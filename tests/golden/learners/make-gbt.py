"""Golden scores of gradient boosting by scikit-learn's HistGradientBoosting, on sets small enough that every value has a
bin of its own: the same trees, so the same scores.

/usr/bin/python3 tests/golden/learners/make-gbt.py > tests/golden/learners/gbt.json
"""
import json
import sys

import numpy as np
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

rng = np.random.default_rng(7)
ROWS, TEST, COLUMNS = 120, 40, 5


def draw(rows):
    x = np.round(rng.normal(size=(rows, COLUMNS)), 3).astype(np.float32)
    return x, x[:, 0] * 1.3 - x[:, 1] * x[:, 2] + 0.4 * rng.normal(size=rows)


X, signal = draw(ROWS)
T, _ = draw(TEST)
weights = np.round(rng.uniform(0.2, 2, size=ROWS), 2)
# We scale weights to a mean of 1, so that an L2 penalty means the same for all.
weights *= ROWS / weights.sum()
holes = X.copy()
holes[rng.uniform(size=X.shape) < 0.15] = np.nan
# Rows trained on: where a node had no missing values, both programs send new ones another way.
test_holes = holes[:TEST]
targets = {
    'regression': np.round(signal, 3),
    'boolean': (signal > 0.2).astype(int),
    'categorical': np.digitize(signal, [-0.7, 0.8]),
}

cases = []
for mode, y in targets.items():
    for name, data, test in (('numbers', X, T), ('holes', holes, test_holes)):
        # Of several labels that all weigh the same, splits tie, and ties are broken by rounding.
        for weighted in (True,) if mode == 'categorical' else (False, True):
            for leaves, l2 in ((4, 0.0), (8, 1.0)):
                Model = HistGradientBoostingRegressor if mode == 'regression' else HistGradientBoostingClassifier
                model = Model(max_iter=8, learning_rate=0.2, max_leaf_nodes=leaves, l2_regularization=l2,
                              min_samples_leaf=1, early_stopping=False)
                model.fit(data, y, sample_weight=weights if weighted else None)
                scores = model.predict(test) if mode == 'regression' else model.predict_proba(test)
                cases.append({'mode': mode, 'data': name, 'weighted': weighted, 'leaves': leaves, 'l2': l2,
                              'scores': np.round(scores, 9).tolist()})

to_json = lambda a: [[None if np.isnan(v) else round(float(v), 3) for v in row] for row in a]
json.dump({'scikit-learn': sklearn.__version__,
           'X': {'numbers': to_json(X), 'holes': to_json(holes)},
           'test': {'numbers': to_json(T), 'holes': to_json(test_holes)},
           'y': {mode: y.tolist() for mode, y in targets.items()}, 'weights': weights.tolist(), 'cases': cases},
          sys.stdout)
print()
