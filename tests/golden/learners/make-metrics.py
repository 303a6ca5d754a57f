"""Recomputes curves.json: curves, log loss, calibration, averages and ranks of several labels, by scikit-learn.

python3 make-metrics.py    writes curves.json beside this file; then `npx biome check --write` it"""
import json
import os
import warnings

import numpy as np
import sklearn
from sklearn import metrics
from sklearn.calibration import calibration_curve

warnings.filterwarnings("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
random = np.random.RandomState(5)

label = random.randint(0, 2, 140)
score = np.clip(np.round(0.5 + 0.25 * random.normal(size=140) + 0.25 * (label - 0.5), 2), 0, 1)
weights = np.round(random.uniform(0.1, 2, 140), 2)
boolean = dict(label=label.tolist(), score=score.tolist(), weights=weights.tolist())
for name, w in (("unweighted", None), ("weighted", weights)):
    fpr, tpr, at = metrics.roc_curve(label, score, sample_weight=w, drop_intermediate=False)
    precision, recall, _ = metrics.precision_recall_curve(label, score, sample_weight=w)
    boolean[name] = dict(
        falsePositiveRate=fpr.tolist(), truePositiveRate=tpr.tolist(), threshold=at[1:].tolist(),
        # scikit-learn lists them from the lowest threshold up, with (0, 1) last.
        precision=precision[:-1][::-1].tolist(), recall=recall[:-1][::-1].tolist(),
        averagePrecision=metrics.average_precision_score(label, score, sample_weight=w),
        logLoss=metrics.log_loss(label, score, sample_weight=w, eps=2**-52),
        accuracy=metrics.accuracy_score(label, score >= 0.5, sample_weight=w),
    )
# Off the edges of the bins, which scikit-learn counts to the bin below.
off = np.round(score * 0.97 + 0.0137, 4)
shares, means = calibration_curve(label, off, n_bins=10)
boolean["calibration"] = dict(scores=off.tolist(), shareTrue=shares.tolist(), meanScore=means.tolist())

actual = random.randint(0, 4, 150)
raw = random.gamma(1, size=(150, 4)) + 1.5 * np.eye(4)[actual]
shares = np.round(raw / raw.sum(1, keepdims=True), 6)
w = np.round(random.uniform(0.1, 2, 150), 2)
predicted = shares.argmax(1)
categorical = dict(actual=actual.tolist(), scores=shares.tolist(), weights=w.tolist())
for name, sample_weight in (("unweighted", None), ("weighted", w)):
    macro = metrics.precision_recall_fscore_support(actual, predicted, average="macro", sample_weight=sample_weight)
    micro = metrics.precision_recall_fscore_support(actual, predicted, average="micro", sample_weight=sample_weight)
    categorical[name] = dict(
        macro=list(macro[:3]), micro=list(micro[:3]),
        accuracy=metrics.accuracy_score(actual, predicted, sample_weight=sample_weight),
        logLoss=metrics.log_loss(actual, shares / shares.sum(1, keepdims=True), sample_weight=sample_weight, eps=2**-52),
    )

truth = (random.uniform(size=(90, 5)) < 0.35).astype(int)
truth[truth.sum(1) == 0, 0] = 1
ranked = np.round(random.normal(size=(90, 5)) + truth, 5)
w = np.round(random.uniform(0.1, 2, 90), 2)
top = [(ranked.argsort(1)[:, ::-1].argsort(1) < n) for n in (1, 2, 3)]
multilabel = dict(
    actual=truth.tolist(), scores=ranked.tolist(), weights=w.tolist(),
    coverageError=metrics.coverage_error(truth, ranked, sample_weight=w),
    recallOverTopN=[metrics.recall_score(truth, t, average=None, sample_weight=w).tolist() for t in top],
    recallOverN=[metrics.recall_score(truth, t, average="micro", sample_weight=w) for t in top],
)
with open(os.path.join(HERE, "curves.json"), "w") as file:
    json.dump({"boolean": boolean, "categorical": categorical, "multilabel": multilabel, "scikit-learn": sklearn.__version__}, file, separators=(",", ":"))
    file.write("\n")
