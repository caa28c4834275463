"""Writes linearCka.json and fallPoint.json beside it: python representations.py. Needs NumPy and statsmodels.

Alignment comes from the features themselves (Kornblith et al. 2019, equation 6) and, debiased, from the sum over all
distinct four examples that the unbiased estimator abbreviates (Song et al. 2012, equation 4). The split of a sequence comes
from the information criteria of statsmodels' least squares with one level and with a step at each place.
"""

import itertools
import json
import pathlib

import numpy as np
import statsmodels
import statsmodels.api as sm

HERE = pathlib.Path(__file__).parent
VERSIONS = {"numpy": np.__version__, "statsmodels": statsmodels.__version__}
rng = np.random.default_rng(20251)


def write(name, cases):
    text = json.dumps({"versions": VERSIONS, "cases": cases}, separators=(",", ":"))
    (HERE / f"{name}.json").write_text(text.replace("},{", "},\n{") + "\n")


def biased(x, y):
    x, y = x - x.mean(0), y - y.mean(0)
    return np.linalg.norm(y.T @ x) ** 2 / (np.linalg.norm(x.T @ x) * np.linalg.norm(y.T @ y))


def hsic(k, l):
    n, total = len(k), 0.0
    for i, j, q, r in itertools.permutations(range(n), 4):
        total += k[i, j] * l[i, j] + k[i, j] * l[q, r] - 2 * k[i, j] * l[i, q]
    return total / (n * (n - 1) * (n - 2) * (n - 3))


def alignment():
    n, p, q = int(rng.integers(4, 8)), int(rng.integers(1, 12)), int(rng.integers(1, 12))
    x = rng.normal(rng.uniform(-2, 2), 10 ** rng.uniform(-3, 3), (n, p))
    y = x @ rng.normal(0, 1, (p, q)) + rng.normal(0, 1, (n, q)) * 10 ** rng.uniform(-3, 3)
    # More digits, which the sums below lose where features are far from zero.
    wide = x.astype(np.longdouble), y.astype(np.longdouble)
    k, l = (each @ each.T for each in wide)
    debiased = hsic(k, l) / np.sqrt(hsic(k, k) * hsic(l, l))
    return {
        "k": k.astype(float).ravel().tolist(),
        "l": l.astype(float).ravel().tolist(),
        "biased": biased(x, y),
        # The square root of a product of estimates that may be negative.
        "debiased": None if np.isnan(debiased) else float(debiased),
    }


def fall():
    n = int(rng.integers(2, 15))
    at = int(rng.integers(1, n))
    values = rng.normal(0, 1, n)
    values[at:] -= rng.choice([0, 1, 3, 10, -5])
    one = sm.OLS(values, np.ones(n)).fit().bic
    best = None
    for split in range(1, n):
        if values[split:].mean() >= values[:split].mean():
            continue
        step = np.column_stack([np.ones(n), np.arange(n) >= split])
        # The place of the step is a parameter too.
        bic = sm.OLS(values, step).fit().bic + np.log(n)
        if best is None or bic < best[0]:
            best = (bic, split)
    found = n > 2 and best is not None and best[0] < one
    return {"values": values.tolist(), "split": best[1] if found else None}


np.seterr(all="ignore")
write("linearCka", [alignment() for _ in range(200)])
write("fallPoint", [fall() for _ in range(200)])
