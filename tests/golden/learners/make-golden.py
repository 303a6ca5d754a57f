"""Recomputes the golden values of this folder with scikit-learn (Debian: python3-sklearn).

python3 make-golden.py    writes trees.json and metrics.json beside this file; then `npx biome check --write` them

Inputs are rounded so that JSON holds them exactly, and thresholds lie half-way between values in both programs."""
import json
import os

import numpy as np
import sklearn
from sklearn import metrics
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

HERE = os.path.dirname(os.path.abspath(__file__))
random = np.random.RandomState(7)


def write(name, value):
    value["scikit-learn"] = sklearn.__version__
    with open(os.path.join(HERE, name), "w") as file:
        json.dump(value, file, separators=(",", ":"))
        file.write("\n")


def trees():
    X = np.round(random.normal(size=(90, 6)), 3).astype(np.float32)
    test = np.round(random.normal(size=(60, 6)), 3).astype(np.float32)
    score = X[:, 0] + 0.8 * X[:, 1] * X[:, 2] + 0.3 * random.normal(size=90)
    weights = np.round(random.uniform(0.2, 3, size=90), 2)
    cases = []
    for classes in (2, 3):
        y = np.digitize(score, np.quantile(score, np.arange(1, classes) / classes))
        for depth in (1, 2, 3):
            tree = DecisionTreeClassifier(max_depth=depth, random_state=0).fit(X, y, sample_weight=weights)
            cases.append(dict(mode="categorical", depth=depth, y=y.tolist(), scores=tree.predict_proba(test).tolist()))
    for depth in (1, 2, 3):
        tree = DecisionTreeRegressor(max_depth=depth, random_state=0).fit(X, score, sample_weight=weights)
        cases.append(dict(mode="regression", depth=depth, y=score.tolist(), scores=tree.predict(test)[:, None].tolist()))
    rounded = lambda A: [[round(float(v), 3) for v in row] for row in A]
    write("trees.json", dict(X=rounded(X), test=rounded(test), weights=weights.tolist(), cases=cases))


def categorical():
    labels = ["ant", "bee", "cow", "dog"]
    actual = random.randint(0, 4, 200)
    scores = np.round(random.normal(size=(200, 4)) + 1.2 * np.eye(4)[actual], 6)
    weights = np.round(random.uniform(0.1, 2, 200), 2)
    predicted = scores.argmax(1)
    result = dict(labels=labels, actual=actual.tolist(), scores=scores.tolist(), weights=weights.tolist())
    for name, w in (("unweighted", None), ("weighted", weights)):
        p, r, f, s = metrics.precision_recall_fscore_support(actual, predicted, sample_weight=w, zero_division=0)
        accuracy = [metrics.accuracy_score(actual == k, predicted == k, sample_weight=w) for k in range(4)]
        matrix = metrics.confusion_matrix(actual, predicted, sample_weight=w)
        averages = metrics.precision_recall_fscore_support(actual, predicted, average="weighted", sample_weight=w, zero_division=0)
        result[name] = dict(
            precision=p.tolist(), recall=r.tolist(), f1=f.tolist(), support=np.asarray(s).tolist(), accuracy=accuracy,
            matrix=matrix.tolist(), weighted=dict(precision=averages[0], recall=averages[1], f1=averages[2]),
            recallOver={str(k): metrics.top_k_accuracy_score(actual, scores, k=k, sample_weight=w) for k in (1, 2, 3)},
        )
    return result


def boolean():
    label = random.randint(0, 2, 150)
    # Few distinct values: ties are what goes wrong.
    score = np.round(random.normal(size=150) + 0.9 * label, 1)
    weights = np.round(random.uniform(0.1, 2, 150), 2)
    result = dict(label=label.tolist(), score=score.tolist(), weights=weights.tolist())
    for name, w in (("unweighted", None), ("weighted", weights)):
        thresholds = np.unique(score)
        f1 = [metrics.f1_score(label, score >= t, sample_weight=w) for t in thresholds]
        mcc = [metrics.matthews_corrcoef(label, score >= t, sample_weight=w) for t in thresholds]
        best = score >= thresholds[int(np.argmax(mcc))]
        tn, fp, fn, tp = metrics.confusion_matrix(label, best, sample_weight=w).ravel()
        result[name] = dict(
            auc=metrics.roc_auc_score(label, score, sample_weight=w), bestF1=max(f1), bestMcc=max(mcc),
            bestMccThreshold=float(thresholds[int(np.argmax(mcc))]), bestMccCounts=[float(v) for v in (tp, fp, tn, fn)],
        )
    return result


def regression():
    label = np.round(random.normal(3, 1, 120), 3)
    score = np.round(label + random.normal(0, 0.4, 120), 3)
    weights = np.round(random.uniform(0.1, 2, 120), 2)
    result = dict(label=label.tolist(), score=score.tolist(), weights=weights.tolist())
    for name, w in (("unweighted", None), ("weighted", weights)):
        result[name] = dict(
            mse=metrics.mean_squared_error(label, score, sample_weight=w), r2=metrics.r2_score(label, score, sample_weight=w)
        )
    return result


trees()
write("metrics.json", dict(categorical=categorical(), boolean=boolean(), regression=regression()))
