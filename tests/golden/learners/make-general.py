"""Recomputes general.json: linear models, naive Bayes, a network and boosting, by scikit-learn and numpy alone.

python3 make-general.py    writes general.json beside this file; then `npx biome check --write` it

Inputs are rounded so that JSON and 32-bit floats hold them well enough. Penalties: ours is the mean cost plus factor/2 times
the squared weights (L2) or factor times the absolute ones (L1), on columns scaled to deviation 1; scikit-learn's C is
1 / (rows * factor)."""
import json
import os
import warnings

import numpy as np
import sklearn
from scipy.special import erf, expit
from sklearn.ensemble import AdaBoostClassifier
from sklearn.linear_model import Lasso, LinearRegression, LogisticRegression, PoissonRegressor, Ridge
from sklearn.naive_bayes import CategoricalNB
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
random = np.random.RandomState(11)
N, D = 120, 5
X = np.round(random.normal(size=(N, D)) * [1, 3, 0.5, 2, 1] + [0, 5, -1, 0, 2], 3)
signal = 0.8 * X[:, 0] - 0.3 * X[:, 1] + 1.1 * X[:, 2] * 1.5 + 0.2 * X[:, 3]
yes = (signal - np.median(signal) + random.normal(size=N) > 0).astype(int)
three = np.digitize(signal + random.normal(size=N), np.quantile(signal, [0.33, 0.66]))
number = np.round(signal + 0.5 * random.normal(size=N), 4)
count = random.poisson(np.exp(0.3 * X[:, 0] + 0.1 * X[:, 3]))
weights = np.round(random.uniform(0.2, 2, size=N), 2)
scaled = StandardScaler().fit_transform(X)


def irls(inverse, slope, y, w, penalty, rows=scaled):
    """Fisher scoring by hand: binomial family, dense normal equations."""
    A = np.hstack([rows, np.ones((len(rows), 1))])
    P = penalty * np.diag([1.0] * rows.shape[1] + [0.0])
    w = w / w.sum()
    beta = np.zeros(A.shape[1])
    beta[-1] = START[inverse](np.average(y, weights=w))
    for _ in range(200):
        eta = A @ beta
        mean = np.clip(inverse(eta), 1e-12, 1 - 1e-12)
        d, v = slope(eta), mean * (1 - mean)
        beta = beta + np.linalg.solve((A * (w * d * d / v)[:, None]).T @ A + P, A.T @ (w * d * (y - mean) / v) - P @ beta)
    return beta


probit = lambda eta: 0.5 * (1 + erf(eta / np.sqrt(2)))
probit_slope = lambda eta: np.exp(-eta * eta / 2) / np.sqrt(2 * np.pi)
cloglog = lambda eta: -np.expm1(-np.exp(eta))
cloglog_slope = lambda eta: np.exp(eta - np.exp(eta))
START = {probit: lambda m: 0.0, cloglog: lambda m: np.log(-np.log1p(-m)), np.exp: np.log}


def glz():
    cases = []

    def case(name, mode, y, config, coefficients, bias, weighted=False):
        cases.append(dict(name=name, mode=mode, y=np.asarray(y).tolist(), config=dict(type="glz", **config), weighted=weighted,
                          weights=np.asarray(coefficients).tolist(), bias=np.atleast_1d(bias).tolist()))

    exact = dict(tol=1e-12, max_iter=100000)
    for factor in (1e-5, 1e-2):
        for weighted in (False, True):
            w = weights * N / weights.sum() if weighted else np.ones(N)
            fit = LogisticRegression(C=1 / (N * factor), **exact).fit(scaled, yes, sample_weight=w)
            case("logit, l2", "boolean", yes, dict(regularization_factor=factor), fit.coef_, fit.intercept_, weighted)
            ridge = Ridge(alpha=N * factor).fit(scaled, number, sample_weight=w)
            case("linear, l2", "regression", number, dict(link_function="linear", regularization_factor=factor), [ridge.coef_], ridge.intercept_, weighted)
    fit = LogisticRegression(penalty="none", **exact).fit(X, yes)
    case("logit, raw columns", "boolean", yes, dict(regularization="none", normalize=False), fit.coef_, fit.intercept_)
    fit = LogisticRegression(C=1 / (N * 1e-3), multi_class="ovr", **exact).fit(scaled, three)
    case("one against the rest", "categorical", three, dict(regularization_factor=1e-3), fit.coef_, fit.intercept_)
    fit = LogisticRegression(penalty="l1", solver="saga", C=1 / (N * 0.03), tol=1e-10, max_iter=500000).fit(scaled, yes)
    case("logit, l1", "boolean", yes, dict(regularization="l1", regularization_factor=0.03), fit.coef_, fit.intercept_)
    fit = Lasso(alpha=0.2, tol=1e-12, max_iter=100000).fit(scaled, number)
    case("linear, l1", "regression", number, dict(link_function="linear", regularization="l1", regularization_factor=0.2), [fit.coef_], fit.intercept_)
    fit = LinearRegression(fit_intercept=False).fit(X, number)
    case("no constant", "regression", number, dict(link_function="linear", regularization="none", normalize=False, add_bias=False), [fit.coef_], 0)
    fit = PoissonRegressor(alpha=1e-2, tol=1e-10, max_iter=100000).fit(scaled, count)
    case("log of counts", "regression", count, dict(link_function="log", regularization_factor=1e-2), [fit.coef_], fit.intercept_)
    for name, inverse, slope in (("probit", probit, probit_slope), ("comp_log_log", cloglog, cloglog_slope)):
        for w in (np.ones(N), weights):
            beta = irls(inverse, slope, yes, w, 1e-3)
            case(name, "boolean", yes, dict(link_function=name, regularization_factor=1e-3), [beta[:-1]], beta[-1], w is weights)
    # A rare label: with the link log, means must stay below 1.
    rare = (random.uniform(size=N) < np.minimum(0.9, np.exp(-2 + 0.25 * scaled[:, 0]))).astype(int)
    beta = irls(np.exp, np.exp, rare, np.ones(N), 1e-2)
    assert np.exp(np.hstack([scaled, np.ones((N, 1))]) @ beta).max() < 0.95
    case("log", "boolean", rare, dict(link_function="log", regularization_factor=1e-2), [beta[:-1]], beta[-1])
    return cases


def bayes():
    """Numbers are binarised by the caller's own search for the least entropy; then Laplace."""
    binary = np.zeros_like(X, dtype=int)
    thresholds = []
    X32 = X.astype(np.float32)

    def entropy(y, w):
        p = np.array([w[y == k].sum() for k in range(3)])
        p = p[p > 0]
        return p.sum() * -(p / p.sum() * np.log(p / p.sum())).sum()

    for f in range(D):
        values = np.unique(X32[:, f])
        middles = ((values[:-1].astype(np.float64) + values[1:]) / 2).astype(np.float32)
        costs = [entropy(three[X32[:, f] <= t], np.ones(N)[X32[:, f] <= t]) + entropy(three[X32[:, f] > t], np.ones(N)[X32[:, f] > t]) for t in middles]
        thresholds.append(float(middles[int(np.argmin(costs))]))
        binary[:, f] = (X32[:, f] > thresholds[-1]).astype(int)
    level = random.randint(0, 4, N)
    level[:40] = three[:40]
    fit = CategoricalNB(alpha=1, class_prior=(np.bincount(three) + 1) / (N + 3)).fit(np.hstack([binary, level[:, None]]), three)
    return dict(y=three.tolist(), level=level.tolist(), thresholds=thresholds,
                scores=fit.predict_proba(np.hstack([binary, level[:, None]])).tolist())


def network():
    cases = []
    sizes = [D, 4, 3]
    for name, y, make, extra in (
        ("softmax", three, MLPClassifier, {}),
        ("regression", number, MLPRegressor, {}),
    ):
        outputs = 3 if name == "softmax" else 1
        target = y if name == "softmax" else (y - y.mean()) / y.std()
        fit = make(hidden_layer_sizes=(4, 3), activation="tanh", solver="adam", alpha=0, batch_size=N, learning_rate_init=0.05, max_iter=1, warm_start=True, random_state=1, shuffle=False)
        fit.partial_fit(scaled, target, **({"classes": [0, 1, 2]} if name == "softmax" else {}))
        start = [[np.round(random.normal(size=(a, b)) * 0.5, 3) for a, b in ((D, 4), (4, 3), (3, outputs))],
                 [np.round(random.normal(size=b) * 0.1, 3) for b in (4, 3, outputs)]]
        fit.coefs_ = [w.copy() for w in start[0]]
        fit.intercepts_ = [b.copy() for b in start[1]]
        from sklearn.neural_network._stochastic_optimizers import AdamOptimizer
        fit._optimizer = AdamOptimizer(fit.coefs_ + fit.intercepts_, 0.05, 0.9, 0.999, 1e-8)
        for _ in range(7):
            fit.partial_fit(scaled, target)
        cases.append(dict(name=name, y=np.asarray(y).tolist(), weights=[w.ravel().tolist() for w in start[0]], biases=[b.tolist() for b in start[1]],
                          afterWeights=[w.ravel().tolist() for w in fit.coefs_], afterBiases=[b.tolist() for b in fit.intercepts_]))
    return cases


def boosting():
    cases = []
    # AdaBoost hands over weights that sum to 1: C is 1 / factor.
    for name, y in (("two labels", yes), ("three labels", three)):
        base = LogisticRegression(C=1 / 1e-2, multi_class="ovr", tol=1e-12, max_iter=100000)
        fit = AdaBoostClassifier(base, n_estimators=6, algorithm="SAMME", random_state=0).fit(scaled, y)
        cases.append(dict(name=name, y=y.tolist(), rounds=len(fit.estimators_), scales=fit.estimator_weights_.tolist(), predicted=fit.predict(scaled).tolist()))
    return cases


out = dict(X=X.tolist(), sampleWeights=weights.tolist(), glz=glz(), bayes=bayes(), network=network(), boosting=boosting())
out["scikit-learn"] = sklearn.__version__
with open(os.path.join(HERE, "general.json"), "w") as file:
    json.dump(out, file, separators=(",", ":"))
    file.write("\n")
