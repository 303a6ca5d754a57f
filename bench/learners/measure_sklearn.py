"""One training and prediction of a native peer on a set of `gen.mjs` (Debian: python3-sklearn, python3-xgboost).

PERF_DATA=... /usr/bin/python3 bench/learners/measure_sklearn.py PEER SET JOBS [SEED]
PEER: rf | hgb | xgbrf. Prints one JSON line; peak memory is the process's."""
import json
import os
import resource
import sys
import time

peer, name, jobs = sys.argv[1], sys.argv[2], int(sys.argv[3])
seed = int(sys.argv[4]) if len(sys.argv) > 4 else 1
os.environ["OMP_NUM_THREADS"] = str(jobs)
import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.metrics import accuracy_score, roc_auc_score

D = os.environ.get("PERF_DATA", "./data")
meta = json.load(open(f"{D}/{name}.meta.json"))
X, Xt = (np.fromfile(f"{D}/{name}.{p}.X.bin", np.float32).reshape(-1, len(meta["cols"])) for p in ("train", "test"))
y, yt = (np.fromfile(f"{D}/{name}.{p}.y.bin", np.uint8) for p in ("train", "test"))
if peer == "rf":
    model = RandomForestClassifier(n_estimators=100, n_jobs=jobs, random_state=seed)
elif peer == "hgb":
    model = HistGradientBoostingClassifier(early_stopping=False, random_state=seed)
else:
    from xgboost import XGBRFClassifier

    model = XGBRFClassifier(n_estimators=100, n_jobs=jobs, random_state=seed, tree_method="hist", max_depth=16,
                            subsample=0.632, colsample_bynode=max(1e-3, X.shape[1] ** -0.5), reg_lambda=1e-5)
start = time.perf_counter()
model.fit(X, y)
fit = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
P = model.predict_proba(Xt)
result = dict(peer=peer, set=name, seed=seed, jobs=jobs, fit_s=round(fit, 3), acc=round(accuracy_score(yt, P.argmax(1)), 4))
if meta["classes"] == 2:
    result["auc"] = round(roc_auc_score(yt, P[:, 1]), 4)
if "--no-predict" not in sys.argv:
    start = time.perf_counter()
    model.predict_proba(X)
    result["predict_train_rows_s"] = round(len(X) / (time.perf_counter() - start))
result["peak_mb"] = round(peak)
print(json.dumps(result), flush=True)
