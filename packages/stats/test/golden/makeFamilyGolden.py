"""Writes the golden JSON of tests of several treatments: python makeFamilyGolden.py.

Made with numpy 2.4.6, scipy 1.17.1, statsmodels 0.15.0, pingouin 0.7.0, scikit-posthocs 0.17.1, deepsig 1.2.8.
"""

import json
import math
import pathlib
import warnings
from importlib.metadata import version

import numpy as np
import pandas as pd
import pingouin
import scikit_posthocs
from scipy import optimize, stats
from statsmodels.stats.anova import AnovaRM
from statsmodels.stats.multitest import multipletests

HERE = pathlib.Path(__file__).parent
PACKAGES = ["numpy", "scipy", "statsmodels", "pingouin", "scikit-posthocs"]
rng = np.random.default_rng(20251)


def digits(value):
    """Twelve digits are enough for comparisons to 1e-8, and half the bytes."""
    if isinstance(value, dict):
        return {key: digits(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [digits(entry) for entry in value]
    if isinstance(value, (float, np.floating)):
        return float(f"{value:.12g}") if math.isfinite(value) else None
    return int(value) if isinstance(value, np.integer) else value


def write(name, cases, packages=PACKAGES):
    versions = {package: version(package) for package in packages}
    text = json.dumps({"versions": versions, "cases": digits(cases)}, separators=(",", ":"), allow_nan=False)
    (HERE / f"{name}.json").write_text(text.replace("},{\"scores", "},\n{\"scores") + "\n")


def scores_of(index):
    """Thousandths, a row a block; every third case is all ties and small numbers."""
    n, k = int(rng.integers(2, 13)), int(rng.integers(2, 7))
    if index % 3 == 0:
        return rng.integers(0, 4, (n, k))
    effect = rng.normal(0, rng.uniform(0, 12), k)
    block = rng.normal(900, 20, (n, 1))
    return np.round(block + effect + rng.normal(0, 8, (n, k)) * rng.uniform(0.3, 2, k)).astype(int)


def friedman(x, alpha):
    n, k = x.shape
    floor = math.factorial(k) ** (1 - n)
    if floor > alpha:
        return None
    ranks = stats.rankdata(-x, axis=1)
    if (ranks == (k + 1) / 2).all():
        chi, p = 0.0, 1.0
    elif k > 2:
        chi, p = stats.friedmanchisquare(*x.T)
    else:
        row = pingouin.friedman(pd.DataFrame(x), method="chisq").iloc[0]
        chi, p = row["Q"], row["p_unc"]
    w = chi / (n * (k - 1))
    df1, df2 = k - 1, (k - 1) * (n - 1)
    f = (n - 1) * w / (1 - w) if w < 1 - 1e-12 else math.inf
    return {"chiSquared": chi, "chiP": p, "concordance": w, "statistic": f,
            "pValue": max(floor, stats.f.sf(f, df1, df2)), "averageRanks": ranks.mean(axis=0)}


def share(f, df1, df2, scores, level):
    """Limits of the noncentrality by SciPy's own distribution, as a share of the variance."""
    def limit(tail):
        if tail(1e-12) >= 0:
            return 0.0
        high = 1.0
        while tail(high) < 0:
            high *= 1.5
        return optimize.brentq(tail, 1e-12, high, xtol=1e-13, rtol=1e-14)
    rejected = (1 - level) / 2
    low = limit(lambda nc: stats.ncf.sf(f, df1, df2, nc) - rejected)
    high = limit(lambda nc: rejected - stats.ncf.cdf(f, df1, df2, nc))
    return [low / (low + scores), high / (high + scores)]


def anova(x, level):
    n, k = x.shape
    frame = pd.DataFrame(x).melt(ignore_index=False, var_name="t", value_name="y").reset_index(names="b")
    table = AnovaRM(frame, "y", "b", within=["t"]).fit().anova_table.iloc[0]
    f, df1, df2 = table["F Value"], k - 1, (k - 1) * (n - 1)
    if not math.isfinite(f) or f > 150:
        return None
    epsilon = pingouin.epsilon(pd.DataFrame(x)) if n > 2 else 1 / (k - 1)
    p = stats.f.sf(f, epsilon * df1, epsilon * df2)
    explained = f * df1 / (f * df1 + df2)
    if n > 2 and k > 2:
        row = pingouin.rm_anova(pd.DataFrame(x), correction=True, effsize="np2").iloc[0]
        assert math.isclose(row["F"], f, rel_tol=1e-9, abs_tol=1e-12) and math.isclose(row["p_GG_corr"], p, rel_tol=1e-9)
        assert math.isclose(row["np2"], explained, rel_tol=1e-9, abs_tol=1e-12)
    return {"statistic": f, "epsilon": epsilon, "pValue": p, "uncorrected": table["Pr > F"], "explained": explained,
            "interval": share(f, df1, df2, n * k, level)}


def nemenyi(x, alpha):
    n, k = x.shape
    critical = stats.studentized_range.ppf(1 - alpha, k, np.inf) * math.sqrt(k * (k + 1) / (12 * n))
    p = scikit_posthocs.posthoc_nemenyi_friedman(x).to_numpy()
    return {"criticalDifference": critical,
            "pValues": None if critical > k - 1 else p[np.triu_indices(k, 1)]}


def control(x, alpha):
    n, k = x.shape
    ranks = stats.rankdata(-x, axis=1).mean(axis=0)
    error = math.sqrt(k * (k + 1) / (6 * n))
    critical = stats.norm.isf(alpha / 2 / (k - 1)) * error
    z = (ranks[1:] - ranks[0]) / error
    p = 2 * stats.norm.sf(abs(z))
    methods = {"bonferroni": "bonferroni", "holm": "holm", "hochberg": "simes-hochberg"}
    return {"criticalDifference": critical, "refused": bool(critical > k - 1), "statistics": z, "unadjusted": p,
            **{ours: multipletests(p, method=theirs)[1] for ours, theirs in methods.items()}}


def families():
    for index in range(200):
        x = scores_of(index)
        alpha = [0.05, 0.1, 0.01, 0.3][index % 4]
        yield {"scores": x.tolist(), "alpha": alpha, "friedman": friedman(x, alpha), "anova": anova(x, 1 - alpha),
               "nemenyi": nemenyi(x, alpha), "control": control(x, alpha)}


def adjustments():
    methods = {"bonferroni": "bonferroni", "holm": "holm", "hochberg": "simes-hochberg", "benjamini-hochberg": "fdr_bh"}
    for index in range(200):
        m = int(rng.integers(1, 12))
        p = np.round(rng.uniform(0, 1, m) ** rng.choice([1, 3, 8]), [2, 3, 6][index % 3])
        yield {"pValues": p, **{ours: multipletests(p, method=theirs)[1] for ours, theirs in methods.items()}}


def noncentral_f():
    for index in range(200):
        df1, df2 = int(rng.integers(1, 12)), int(rng.integers(1, 120))
        nc = float(f"{10 ** rng.uniform(-2, 3):.6g}")
        f = float(f"{stats.ncf.median(df1, df2, nc) * 10 ** rng.normal(0, 0.2):.6g}")
        yield {"f": f, "df1": df1, "df2": df2, "noncentrality": nc,
               "lower": stats.ncf.cdf(f, df1, df2, nc), "upper": stats.ncf.sf(f, df1, df2, nc)}


if __name__ == "__main__":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        write("families", list(families()))
        write("adjustments", list(adjustments()), ["statsmodels"])
        write("noncentralF", list(noncentral_f()), ["scipy"])
