"""Writes the golden JSON beside it: python makeGolden.py. Needs NumPy, SciPy and statsmodels.

Signed-rank p values come from scipy.stats.wilcoxon(method="exact") where there are no ties or zeros, and otherwise from
all 2^n assignments of signs to the ranks, in whole numbers. Intervals of the centre come from inverting SciPy's test.
"""

import itertools
import json
import math
import pathlib
import warnings

import numpy as np
import scipy
import statsmodels
from scipy import stats
from statsmodels.stats.power import TTestPower

HERE = pathlib.Path(__file__).parent
VERSIONS = {"numpy": np.__version__, "scipy": scipy.__version__, "statsmodels": statsmodels.__version__}
rng = np.random.default_rng(20250)


def write(name, cases):
    text = json.dumps({"versions": VERSIONS, "cases": cases}, separators=(",", ":"))
    (HERE / f"{name}.json").write_text(text.replace("},{", "},\n{") + "\n")


def normal(low, high):
    scale = 10 ** rng.uniform(-4, 3)
    n = int(rng.integers(low, high))
    return [float(v) for v in rng.normal(rng.uniform(-1, 1) * scale, scale, n)]


def enumerate_signs(values):
    """W+, P(W+ <= w), P(W+ >= w) and the number of non-zero values, over all signs; values are whole numbers."""
    kept = [v for v in values if v != 0]
    if not kept:
        return 0.0, 1.0, 1.0, 0
    ranks = [int(2 * r) for r in stats.rankdata(np.abs(kept))]
    w = sum(r for r, v in zip(ranks, kept) if v > 0)
    sums = [sum(r for r, s in zip(ranks, signs) if s) for signs in itertools.product((0, 1), repeat=len(ranks))]
    size = len(sums)
    return w / 2, sum(s <= w for s in sums) / size, sum(s >= w for s in sums) / size, len(kept)


def summaries():
    for index in range(120):
        values = normal(1, 30) if index % 3 else [float(v) for v in rng.integers(-3, 4, int(rng.integers(1, 12)))]
        quantiles = [[p, float(np.quantile(values, p))] for p in (0.0, 0.1, 0.25, 0.9, 1.0)]
        sd = float(np.std(values, ddof=1)) if len(values) > 1 else None
        yield {"values": values, "mean": math.fsum(values) / len(values), "sd": sd, "min": min(values),
               "max": max(values), "median": float(np.median(values)), "quantiles": quantiles}


def paired_t():
    for index in range(150):
        if index % 5 == 0:
            values = [float(v) for v in rng.integers(-2, 3, int(rng.integers(2, 8)))]
            if len(set(values)) == 1:
                values[0] += 1
        else:
            values = normal(2, 40)
        level = [0.9, 0.95, 0.99][index % 3]
        test = stats.ttest_1samp(values, 0)
        bounds = test.confidence_interval(level)
        yield {"values": values, "level": level, "statistic": float(test.statistic), "pValue": float(test.pvalue),
               "lower": float(bounds.low), "upper": float(bounds.high)}


def wilcoxon_continuous():
    for index in range(150):
        values = normal(1, 26)
        level = [0.9, 0.95, 0.99][index % 3]
        two = stats.wilcoxon(values, method="exact")
        w = stats.wilcoxon(values, method="exact", alternative="greater").statistic
        walsh = sorted((a + b) / 2 for i, a in enumerate(values) for b in values[i:])
        yield {"values": values, "level": level, "statistic": float(w), "pValue": float(two.pvalue),
               "estimate": float(np.median(walsh)), "interval": inverted(values, walsh, level)}


def inverted(values, walsh, level):
    """The closure of the centres that the exact two-sided test at 1 - level does not reject.

    The test changes only at Walsh averages, so it is run between each two neighbours.
    """
    between = [(a + b) / 2 for a, b in zip(walsh, walsh[1:])]
    probes = [walsh[0] - 1, *between, walsh[-1] + 1]
    edges = [None, *walsh, None]
    kept = [i for i, m in enumerate(probes)
            if stats.wilcoxon(np.array(values) - m, method="exact").pvalue > 1 - level]
    return [edges[kept[0]], edges[kept[-1] + 1]]


def wilcoxon_tied():
    """Counts out of 1000 of the two arms, so that ties and zeros are hidden behind rounding errors once divided."""
    for index in range(150):
        n = int(rng.integers(1, 13))
        spread = [2, 4, 12][index % 3]
        baseline = [int(v) for v in rng.integers(880, 960, n)]
        steps = [int(v) for v in rng.integers(-spread, spread + 1, n)]
        w, less, greater, kept = enumerate_signs(steps)
        margin = int(rng.integers(1, spread + 1))
        shifted = enumerate_signs([s + margin for s in steps])
        yield {"variant": [b + s for b, s in zip(baseline, steps)], "baseline": baseline, "statistic": w,
               "nonZero": kept, "pValue": min(1.0, 2 * min(less, greater)), "margin": margin,
               "shifted": {"statistic": shifted[0], "pValue": shifted[2], "nonZero": shifted[3]}}


def non_inferiority():
    for index in range(150):
        alpha = [0.05, 0.025, 0.01][index % 3]
        needed = 1 + math.ceil(math.log2(1 / alpha))
        n = int(rng.integers(needed, 24))
        scale = 10 ** rng.uniform(-3, 1)
        margin = float(scale * rng.uniform(0.1, 2))
        values = [float(v) for v in rng.normal(-margin * rng.uniform(0, 1), scale, n)]
        test = stats.ttest_1samp(values, -margin, alternative="greater")
        rank = stats.wilcoxon(np.array(values) + margin, method="exact", alternative="greater")
        yield {"values": values, "margin": margin, "alpha": alpha, "statistic": float(test.statistic),
               "pValue": float(test.pvalue), "lowerBound": float(test.confidence_interval(1 - alpha).low),
               "signedRank": {"statistic": float(rank.statistic), "pValue": float(rank.pvalue)}}


def noncentral_t():
    for index in range(200):
        df = int(rng.choice([1, 2, 5, int(rng.integers(3, 60)), int(rng.integers(60, 5000))]))
        nc = float(rng.uniform(0, [0.5, 5, 38][index % 3]))
        t = max(0.0, float(rng.uniform(0, 4) if index % 2 else nc + rng.normal()))
        yield {"t": t, "df": df, "noncentrality": nc, "upperTail": float(stats.nct.sf(t, df, nc))}


def power():
    solver = TTestPower()
    for index in range(120):
        alpha = [0.05, 0.025, 0.01, 0.2][index % 4]
        sd = float(10 ** rng.uniform(-4, 1))
        margin = float(sd * 10 ** rng.uniform(-1.5, 0.5))
        target = float(rng.choice([0.5, 0.8, 0.9, 0.95]))
        n = int(rng.integers(8, 80))
        given = float(solver.power(margin / sd, n, alpha, alternative="larger"))
        pairs = 2
        while solver.power(margin / sd, pairs, alpha, alternative="larger") < target:
            pairs += 1
        yield {"sd": sd, "margin": margin, "alpha": alpha, "n": n, "power": given, "target": target, "pairs": pairs}


def time_ratio():
    for index in range(120):
        n = int(rng.integers(2, 20))
        baseline = [float(v) for v in rng.lognormal(rng.uniform(-3, 8), 0.2, n)]
        variant = [float(b * r) for b, r in zip(baseline, rng.lognormal(rng.uniform(-1, 1), 0.1, n))]
        level = [0.9, 0.95, 0.99][index % 3]
        test = stats.ttest_rel(np.log(variant), np.log(baseline))
        bounds = test.confidence_interval(level)
        yield {"variant": variant, "baseline": baseline, "level": level,
               "ratio": float(stats.gmean(variant) / stats.gmean(baseline)), "statistic": float(test.statistic),
               "pValue": float(test.pvalue), "lower": math.exp(bounds.low), "upper": math.exp(bounds.high)}


if __name__ == "__main__":
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        write("summary", list(summaries()))
        write("pairedT", list(paired_t()))
        write("wilcoxonContinuous", list(wilcoxon_continuous()))
        write("wilcoxonTied", list(wilcoxon_tied()))
        write("nonInferiority", list(non_inferiority()))
        write("noncentralT", list(noncentral_t()))
        write("power", list(power()))
        write("timeRatio", list(time_ratio()))
