"""Recomputes files.json: models of scikit-learn in ONNX files that the onnx library writes and checks, and scikit-learn's own
scores of some rows.

python3 make-onnx.py    writes files.json beside this file (Debian: python3-sklearn, python3-onnx); then `npx biome check --write` it

The attributes are those of the operators' specification (ai.onnx.ml 1 to 3), filled from what scikit-learn fitted. Inputs are rounded
to 32-bit floats, as the files' are."""
import base64
import json
import os

import numpy as np
from onnx import TensorProto, checker, helper
from sklearn.datasets import load_iris
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor, RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.preprocessing import StandardScaler

HERE = os.path.dirname(os.path.abspath(__file__))
iris = load_iris()
X = iris.data.astype(np.float32)
three = iris.target
two = (three == 1).astype(int)
number = (X[:, 3] * 2 + np.sin(X[:, 0])).astype(np.float64)
F, M = TensorProto.FLOAT, "ai.onnx.ml"


def attributes(trees, prefix, weigh, mode="BRANCH_LEQ"):
    """Of a tree ensemble; weigh(values of a leaf, index of its tree) gives pairs of target and weight."""
    names = "treeids nodeids featureids values modes truenodeids falsenodeids missing_value_tracks_true hitrates".split()
    nodes = {f"nodes_{name}": [] for name in names}
    leaves = {f"{prefix}_{name}": [] for name in "treeids nodeids ids weights".split()}
    for t, tree in enumerate(trees):
        for n in range(tree.node_count):
            leaf = tree.children_left[n] < 0
            # Thresholds are doubles compared with 32-bit floats: the largest float below says the same.
            threshold = np.float32(tree.threshold[n])
            if threshold > tree.threshold[n]:
                threshold = np.nextafter(threshold, np.float32(-np.inf))
            row = (t, n, 0 if leaf else int(tree.feature[n]), 0.0 if leaf else float(threshold), "LEAF" if leaf else mode,
                   0 if leaf else int(tree.children_left[n]), 0 if leaf else int(tree.children_right[n]), 0, 1.0)
            for name, value in zip(names, row):
                nodes[f"nodes_{name}"].append(value)
            if leaf:
                for target, weight in weigh(tree.value[n], t):
                    for name, value in zip("treeids nodeids ids weights".split(), (t, n, target, float(weight))):
                        leaves[f"{prefix}_{name}"].append(value)
    return {**nodes, **leaves}


def file(nodes, outputs, width=4):
    graph = helper.make_graph(nodes, "model", [helper.make_tensor_value_info("X", F, [None, width])], outputs)
    opsets = [helper.make_opsetid("", 13), helper.make_opsetid(M, 1)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=7)
    checker.check_model(model, full_check=True)
    return base64.b64encode(model.SerializeToString()).decode()


def classifier(op, given, labels, x="X", before=()):
    node = helper.make_node(op, [x], ["label", "probabilities"], domain=M, classlabels_int64s=labels, **given)
    if op == "LinearClassifier":
        given = {**given, "classlabels_ints": labels}
        node = helper.make_node(op, [x], ["label", "probabilities"], domain=M, **given)
    values = helper.make_tensor_value_info("probabilities", F, [None, len(labels)])
    label = helper.make_tensor_value_info("label", TensorProto.INT64, [None])
    return file([*before, node], [label, values])


def regressor(op, given, x="X", before=()):
    node = helper.make_node(op, [x], ["variable"], domain=M, **given)
    return file([*before, node], [helper.make_tensor_value_info("variable", F, [None, 1])])


cases = []


def case(name, onnx, scores):
    cases.append(dict(name=name, file=onnx, scores=np.round(scores, 9).tolist()))


rf = RandomForestClassifier(n_estimators=8, max_depth=4, random_state=1).fit(X, three)
share = lambda value, t: enumerate(value[0] / value[0].sum() / 8)
case("forest of three classes", classifier("TreeEnsembleClassifier", dict(
    post_transform="NONE", **attributes([e.tree_ for e in rf.estimators_], "class", share)), [0, 1, 2]), rf.predict_proba(X[::10]))

rfr = RandomForestRegressor(n_estimators=5, max_depth=4, random_state=1).fit(X, number)
case("forest of numbers", regressor("TreeEnsembleRegressor", dict(
    n_targets=1, aggregate_function="AVERAGE",
    **attributes([e.tree_ for e in rfr.estimators_], "target", lambda value, t: [(0, value[0, 0])]))), rfr.predict(X[::10]))

gb = GradientBoostingClassifier(n_estimators=9, max_depth=3, random_state=1).fit(X, two)
prior = float(np.log(two.mean() / (1 - two.mean())))
# A lone sum for two classes: the weights are those of the second.
case("gradient boosting of two classes", classifier("TreeEnsembleClassifier", dict(
    base_values=[prior], post_transform="LOGISTIC",
    **attributes([e.tree_ for e in gb.estimators_[:, 0]], "class", lambda value, t: [(1, 0.1 * value[0, 0])])), [0, 1]),
    gb.predict_proba(X[::10]))

gbr = GradientBoostingRegressor(n_estimators=9, max_depth=3, random_state=1).fit(X, number)
case("gradient boosting of numbers", regressor("TreeEnsembleRegressor", dict(
    n_targets=1, base_values=[float(number.mean())],
    **attributes([e.tree_ for e in gbr.estimators_[:, 0]], "target", lambda value, t: [(0, 0.1 * value[0, 0])]))), gbr.predict(X[::10]))

scaler = StandardScaler().fit(X)
scale = helper.make_node("Scaler", ["X"], ["scaled"], domain=M, offset=scaler.mean_.tolist(), scale=(1 / scaler.scale_).tolist())
lr = LogisticRegression(C=3).fit(scaler.transform(X), three)
case("logistic regression of three classes after a scaler", classifier("LinearClassifier", dict(
    coefficients=lr.coef_.ravel().tolist(), intercepts=lr.intercept_.tolist(), multi_class=1, post_transform="SOFTMAX"),
    [0, 1, 2], "scaled", [scale]), lr.predict_proba(scaler.transform(X[::10])))

ols = LinearRegression().fit(scaler.transform(X), number)
case("linear regression after a scaler", regressor("LinearRegressor", dict(
    coefficients=ols.coef_.tolist(), intercepts=[float(ols.intercept_)], targets=1), "scaled", [scale]),
    ols.predict(scaler.transform(X[::10])))

json.dump(dict(rows=X[::10].astype(float).round(4).tolist(), cases=cases), open(os.path.join(HERE, "files.json"), "w"))
