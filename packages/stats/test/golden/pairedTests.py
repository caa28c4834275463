"""Writes the golden JSON of paired tests, effect sizes and ratios beside it: python pairedTests.py [name ...].

Needs Python 3.11 and: numpy==2.4.6 scipy==1.17.1 statsmodels==0.15.0 pingouin==0.7.0 baycomp==1.0.3

Values of a case are named by a seed, a size and a law; `sample` draws them here and goldenSample.ts there. What no
library offers comes from its definition, by enumeration or by root finding on a library's function.
"""

import importlib.metadata
import itertools
import json
import math
import pathlib
import sys
import warnings
from types import SimpleNamespace

import baycomp
import numpy as np
import pingouin
from scipy import integrate, optimize, special, stats
from statsmodels.stats.descriptivestats import sign_test
from statsmodels.stats.power import TTestPower
from statsmodels.stats.weightstats import ttost_paired

HERE = pathlib.Path(__file__).parent
VERSIONS = {p: importlib.metadata.version(p) for p in ("numpy", "scipy", "statsmodels", "pingouin", "baycomp")}
CASES = 200


def write(name, case):
    cases = [case(index) for index in range(CASES)]
    text = json.dumps({"versions": VERSIONS, "cases": cases}, separators=(",", ":"), allow_nan=False)
    (HERE / f"{name}.json").write_text(text.replace("},{", "},\n{") + "\n")
    print(name)


def sample(seed, n, law):
    u = np.random.RandomState([seed % 2**32, seed // 2**32]).random_sample
    shift = (seed % 3) * 0.3

    def heavy():
        v = u()
        return (v - 0.5) / (v * (1 - v) + 0.001) + shift

    draw = [
        lambda: math.floor(u() * 7) - 3,
        lambda: (math.floor(u() * 41) - 15) / 1000,
        lambda: u() + u() + u() + u() - 2 + shift,
        lambda: 1 / (1.05 - u()) - 3 + shift,
        heavy,
    ][law]
    return np.array([float(draw()) for _ in range(n)])


def named(start, index, low, high):
    """Name and values of a case, of low to high values."""
    name = {"seed": start + index, "n": low + (index * 7) % (high - low + 1), "law": index % 5}
    return name, sample(**name)


def level_of(index):
    return [0.9, 0.95, 0.99][index % 3]


def fewest(alpha):
    """Pairs from which the exact two-sided test of signs can reach alpha."""
    return next(n for n in range(1, 99) if 2.0 ** (1 - n) <= alpha)


def exactly(values):
    """Rounding errors of thousandths undone, so that ties and zeros are those on paper."""
    return np.round(values * 1000) if np.all(np.abs(values * 1000 - np.round(values * 1000)) < 1e-6) else values


def pair(bounds):
    return [None if math.isinf(b) else float(b) for b in bounds]


def ranked(values, zeros):
    """Doubled ranks of the differences that are not 0, and twice W+."""
    kept = values[values != 0]
    ranks = stats.rankdata(np.abs(values if zeros == "pratt" else kept))
    ranks = ranks[values != 0] if zeros == "pratt" else ranks
    doubled = [int(round(2 * r)) for r in ranks]
    return doubled, sum(r for r, v in zip(doubled, kept) if v > 0)


def tails(doubled, w):
    """P(W+ <= w) and P(W+ >= w) by counting assignments in whole numbers."""
    counts = {0: 1}
    for rank in doubled:
        more = dict(counts)
        for total, ways in counts.items():
            more[total + rank] = more.get(total + rank, 0) + ways
        counts = more
    size = 2 ** len(doubled)
    less = sum(ways for total, ways in counts.items() if total <= w)
    greater = sum(ways for total, ways in counts.items() if total >= w)
    return less / size, greater / size


def wilcoxon_zeros(index):
    name, values = named(1000, index, 1, 50)
    if index % 5 > 1 and index % 2:
        values[:: 3] = 0
        name["zeroEvery"] = 3
    values = exactly(values)
    case = dict(name)
    for zeros in ("wilcox", "pratt"):
        doubled, w = ranked(values, zeros)
        less, greater = tails(doubled, w)
        p = min(1.0, 2 * min(less, greater))
        if doubled and 2 <= len(values) <= 10:
            method = stats.PermutationMethod(n_resamples=10**6)
            assert math.isclose(stats.wilcoxon(values, zero_method=zeros, method=method).pvalue, p, rel_tol=1e-12)
        total = sum(doubled)
        case[zeros] = {"statistic": w / 2, "pValue": p, "effectSize": (2 * w - total) / total if total else 0.0}
    return case


def sign(index):
    level = level_of(index)
    name, values = named(2000, index, fewest(1 - level), 50)
    values = exactly(values)
    kept = values[values != 0]
    p = float(stats.binomtest(int(sum(kept > 0)), len(kept)).pvalue)
    assert math.isclose(p, sign_test(values)[1], rel_tol=1e-12)
    n, ordered = len(values), sample(**name)
    ordered.sort()
    k = max(k for k in range(n + 1) if k == 0 or stats.binom.cdf(k - 1, n, 0.5) <= (1 - level) / 2)
    return {**name, "level": level, "statistic": int(sum(kept > 0)), "nonZero": len(kept), "pValue": p,
            "estimate": float(np.median(ordered)), "interval": [float(ordered[k - 1]), float(ordered[n - k])]}


def permutation(index):
    level = level_of(index)
    name, values = named(3000, index, fewest(1 - level), 10)
    exact = exactly(values)
    test = stats.permutation_test((exact,), np.mean, permutation_type="samples", vectorized=False, n_resamples=np.inf)
    signs = np.array(list(itertools.product((1, -1), repeat=len(values))))
    means = np.unique(np.round([m @ values / m.sum() for m in (signs < 0).astype(int) if m.any()], 12))

    def share(centre, side):
        """Of sign assignments with a mean about the centre that is as large, or as small."""
        shifted = side * (values - centre)
        return np.mean(signs @ shifted >= shifted.sum() - 1e-9 * np.abs(values).max())

    # The share rises with the centre and changes at subset means only: looked at between each two neighbours.
    between = [means[0] - 1, *((a + b) / 2 for a, b in zip(means, means[1:])), means[-1] + 1]
    lower = next(i for i, c in enumerate(between) if share(c, 1) > (1 - level) / 2 + 1e-12)
    upper = next(i for i in reversed(range(len(between))) if share(between[i], -1) > (1 - level) / 2 + 1e-12)
    return {**name, "level": level, "statistic": float(values.mean()), "pValue": float(test.pvalue),
            "interval": [float(means[lower - 1]), float(means[upper])]}


def permutation_drawn(index):
    """Whole numbers, so that the exact p of many pairs can be counted."""
    name = {"seed": 4000 + index, "n": 21 + index % 30, "law": 0}
    values = sample(**name)
    doubled = [2 * int(abs(v)) for v in values if v]
    less, greater = tails(doubled, 2 * int(values[values > 0].sum()))
    return {**name, "pValue": min(1.0, 2 * min(less, greater))}


def root(f, start, side):
    """The first root from start on: SciPy's nct fails far from its bulk."""
    step = 0.25
    while f(start + side * step) > 0:
        step *= 1.5
    return optimize.brentq(f, *sorted((start, start + side * step)), xtol=1e-13, rtol=1e-14)


def cohens_dz(index):
    level = level_of(index)
    name, values = named(5000, index, 3, 40)
    values = separate(name, values)
    n, df = len(values), len(values) - 1
    t = float(stats.ttest_1samp(values, 0).statistic)
    tail = (1 - level) / 2
    lower = root(lambda d: stats.nct.sf(t, df, d) - tail, t, -1)
    upper = root(lambda d: stats.nct.cdf(t, df, d) - tail, t, 1)
    j = float(np.exp(special.gammaln(df / 2) - special.gammaln((df - 1) / 2)) / np.sqrt(df / 2))
    return {**name, "level": level, "estimate": t / math.sqrt(n), "hedges": j * t / math.sqrt(n),
            "interval": [lower / math.sqrt(n), upper / math.sqrt(n)]}


def separate(name, values):
    """No sample of one value only."""
    while len(set(exactly(values))) == 1:
        name["seed"] += 10000
        values = sample(**name)
    return values


def cliffs_delta(index):
    level = level_of(index)
    name, a = named(6000, index, 2, 20)
    other, b = named(7000, index, 2, 23)
    other["law"] = name["law"]
    b = sample(**other)
    if index % 10 == 0:
        a, name["shift"] = a + 100, 100
    x, y = exactly(a), exactly(b)
    d = np.sign(x[:, None] - y[None, :])
    m, n, delta = len(x), len(y), float(d.mean())
    t = stats.t.ppf((1 + level) / 2, m + n - 2)
    if abs(delta) == 1:
        bound = (min(m, n) - t**2) / (min(m, n) + t**2)
        interval = [bound, 1.0] if delta == 1 else [-1.0, -bound]
    else:
        rows, columns = ((d.mean(1) - delta) ** 2).sum(), ((d.mean(0) - delta) ** 2).sum()
        s2 = (m**2 * rows + n**2 * columns - ((d - delta) ** 2).sum()) / (m * n * (m - 1) * (n - 1))
        s2 = max(s2, (1 - delta**2) / (m * n - 1))
        half = t * math.sqrt(s2) * math.sqrt((1 - delta**2) ** 2 + t**2 * s2)
        scale = 1 - delta**2 + t**2 * s2
        interval = [(delta - delta**3 - half) / scale, (delta - delta**3 + half) / scale]
    return {**name, "other": other, "level": level, "estimate": delta, "interval": [float(v) for v in interval],
            "superiority": float(pingouin.compute_effsize(x, y, eftype="CLES"))}


def rank_biserial(index):
    level = level_of(index)
    name, values = named(8000, index, fewest(1 - level), 40)
    values = exactly(values)
    r = float(pingouin.wilcoxon(values, correction=False)["RBC"].iloc[0])
    ranks, _ = ranked(values, "wilcox")
    s = stats.norm.ppf((1 + level) / 2) * math.sqrt(sum(k**2 for k in ranks)) / sum(ranks)

    # All rho with (r - rho)^2 <= s^2 (1 - rho^2).
    roots = np.sort(np.roots([1 + s**2, -2 * r, r**2 - s**2]).real)
    lower, upper = np.clip(roots, -1, 1)
    return {**name, "level": level, "estimate": r, "interval": [float(lower), float(upper)]}


STATISTICS = [np.mean, np.median]


def bca(index, which=None):
    level = level_of(index)
    name, values = named(9000, index, 5, 25)
    values = separate(name, values)
    which = index % 2 if which is None else which
    f, n, resamples = STATISTICS[which], len(values), 400
    u = np.random.RandomState([index, 0]).random_sample((resamples, n))
    replicates = np.array([f(values[row]) for row in (u * n).astype(int)])
    # Values equal on paper are equal here, as there: sums in another order differ in the last bit.
    estimate = f(values)
    replicates[np.isclose(replicates, estimate, rtol=1e-12, atol=1e-15)] = estimate
    given = SimpleNamespace(bootstrap_distribution=replicates)
    found = stats.bootstrap((values,), f, n_resamples=0, bootstrap_result=given, method="BCa", confidence_level=level)
    interval = found.confidence_interval
    if math.isnan(interval.low):
        # The jackknife of a median may have no spread, and SciPy then no answer.
        return bca(index, 0)
    return {**name, "level": level, "resamples": resamples, "draws": index, "median": bool(which),
            "estimate": float(estimate), "standardError": float(np.std(replicates, ddof=1)), "interval": pair(interval)}


def shapiro(index):
    name, values = named(11000, index, 3, 120)
    values = separate(name, values)
    test = stats.shapiro(values)
    return {**name, "statistic": float(test.statistic), "pValue": float(test.pvalue)}


def spreads(index):
    groups = []
    for g in range(2 + index % 3):
        name, values = named(12000 + 1000 * g, index, 3 + g, 20)
        separate(name, values)
        groups.append(name)
    values = [sample(**g) for g in groups]
    found = {}
    for centre in ("mean", "median"):
        test = stats.levene(*values, center=centre)
        found[centre] = [float(test.statistic), float(test.pvalue)]
    test = stats.bartlett(*values)
    return {"groups": groups, **found, "bartlett": [float(test.statistic), float(test.pvalue)]}


def equivalence(index):
    alpha = [0.05, 0.025, 0.1][index % 3]
    name, values = named(16000, index, fewest(alpha), 30)
    values = separate(name, values)
    exact = exactly(values)
    unit = 1000 if exact is not values else 1
    margins = {0: [1, 2, 4], 1: [0.004, 0.009, 0.015]}.get(index % 5, [0.5, 1.0, 1.5])
    margin = margins[index % 3]
    p, (t1, p1, _), (t2, p2, _) = ttost_paired(values, np.zeros(len(values)), -margin, margin)
    mean, se = values.mean(), values.std(ddof=1) / math.sqrt(len(values))
    half = stats.t.ppf(1 - alpha, len(values) - 1) * se
    ranks = {}
    for side, shifted in (("above", exact + round(margin * unit, 9)), ("below", round(margin * unit, 9) - exact)):
        doubled, w = ranked(np.round(shifted, 12), "wilcox")
        ranks[side] = {"nonZero": len(doubled), "statistic": w / 2, "pValue": tails(doubled, w)[1]}
    return {**name, "alpha": alpha, "margin": margin, "pValue": float(p), "above": [float(t1), float(p1)],
            "below": [float(t2), float(p2)], "interval": [float(mean - half), float(mean + half)], "ranks": ranks}


def correlated_t(index):
    runs = 1 + index % 3
    name = {"seed": 17000 + index, "n": runs * (2 + index % 9), "law": index % 5}
    values = separate(name, sample(**name))
    n, rope = len(values), [0.0, 0.1, 0.5][index % 3]
    correlation = runs / n if index % 2 else 0.0
    if correlation:
        found = baycomp.two_on_single(np.zeros(n), values, rope=rope, runs=runs)
        mean, variance, _ = baycomp.CorrelatedTTest.compute_statistics(np.zeros(n), values, runs)
    else:
        mean, variance = values.mean(), values.var(ddof=1) / n
        t = stats.t(n - 1, mean, math.sqrt(variance))
        found = (t.cdf(-rope), t.cdf(rope) - t.cdf(-rope), t.sf(rope))
    left, inside, right = found if len(found) == 3 else (found[0], 0.0, found[1])
    level = level_of(index)
    bounds = stats.t.interval(level, n - 1, mean, math.sqrt(variance))
    return {**name, "rope": rope, "correlation": correlation, "level": level, "pLeft": float(left),
            "pRope": float(inside), "pRight": float(right), "interval": pair(bounds)}


def bayesian_ranks(index):
    name, values = named(18000, index, 2, 14)
    exact = exactly(values)
    rope = ([0.0, 0.002, 0.005] if index % 5 == 1 else [0.0, 0.5, 1.0])[index % 3]
    edge = rope if exact is values else round(1000 * rope)
    found = baycomp.SignedRankTest.sample(np.zeros(len(values)), exact, edge, nsamples=4000, random_state=index)
    left, inside, right = (found[:, i] for i in range(3))
    # Shares that are equal but for rounding are a tie, of which each gets its part.
    best = found.max(1) - 1e-12
    won = [side >= best for side in (left, inside, right)]
    parts = [float(np.mean(side / sum(w.astype(int) for w in won))) for side in won]
    return {**name, "rope": rope, "draws": 4000, "probabilities": parts}


def fieller(index):
    level = level_of(index)
    n = 3 + index % 15
    name = {"seed": 19000 + index, "n": n, "law": index % 5}
    other = {"seed": 20000 + index, "n": n, "law": (index + index // 5) % 5}
    lift = [0, 3, 10][index % 3]
    x, y = sample(**name) + lift, sample(**other) + lift
    if abs(y.mean()) < 1e-9:
        y = y + 1
        other["shift"] = lift + 1
    test = stats.ttest_rel(x, y)
    critical = stats.t.ppf((1 + level) / 2, n - 1)

    def excess(rho):
        d = x - rho * y
        return d.mean() ** 2 - critical**2 * d.var(ddof=1) / n

    # A ratio is excluded where the excess is above 0. Roots are looked for on the line bent to a circle.
    bent = np.tan(np.linspace(-math.pi / 2, math.pi / 2, 200003)[1:-1])
    wide = bent[:, None] * -y[None, :] + x[None, :]
    inside = wide.mean(1) ** 2 <= critical**2 * wide.var(1, ddof=1) / n
    turns = np.flatnonzero(inside[1:] != inside[:-1])
    roots = [float(optimize.brentq(excess, bent[i], bent[i + 1], xtol=1e-15, rtol=1e-14)) for i in turns]
    shape = "unbounded" if not roots else "complement" if inside[0] else "bounded"
    assert len(roots) in (0, 2), (index, roots)
    return {**name, "shift": lift, "other": {"shift": lift, **other}, "level": level, "shape": shape, "bounds": roots,
            "ratio": float(x.mean() / y.mean()), "statistic": float(test.statistic), "pValue": float(test.pvalue)}


def power_by_integral(noncentrality, df, alpha):
    """Over the sample's sd, where SciPy's noncentral t has no answer."""
    critical = stats.t.ppf(1 - alpha / 2, df)

    def rejected(sd):
        either = stats.norm.sf(critical * sd - noncentrality) + stats.norm.cdf(-critical * sd - noncentrality)
        return either * stats.chi.pdf(sd * math.sqrt(df), df) * math.sqrt(df)

    return integrate.quad(rejected, 0, 1 + 12 / math.sqrt(df), points=[1], epsabs=1e-13, epsrel=1e-12, limit=500)[0]


def powers(index):
    n, alpha = 2 + index % 40, [0.05, 0.01, 0.1][index % 3]
    effect = [-0.6, 0.0, 0.2, 0.5, 1.0, 2.0][index % 6]
    paired = TTestPower().power(effect, n, alpha, df=n - 1, alternative="two-sided")
    if math.isnan(paired):
        paired = power_by_integral(effect * math.sqrt(n), n - 1, alpha)
    probability = [0.5, 0.6, 0.75, 0.9, 0.05][index % 5]
    signs = sum(stats.binom.pmf(k, n, probability) for k in range(n + 1) if stats.binomtest(k, n).pvalue <= alpha)
    size = 6 + index % 12
    rng = np.random.default_rng(index)
    draws = rng.normal(effect, 1, (4000, size))
    w = (stats.rankdata(np.abs(draws), axis=1) * (draws > 0)).sum(1)
    null = {int(v): tails([2 * r for r in range(1, size + 1)], 2 * int(v)) for v in np.unique(w)}
    ranks = np.mean([2 * min(null[int(v)]) <= alpha for v in w])
    return {"n": n, "alpha": alpha, "effect": effect, "paired": float(paired), "probability": probability,
            "signs": float(signs), "size": size, "ranks": float(ranks)}


if __name__ == "__main__":
    wanted = sys.argv[1:]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for title, make in {
            "wilcoxonZeros": wilcoxon_zeros, "signTest": sign, "permutationTest": permutation,
            "permutationDrawn": permutation_drawn, "cohensDz": cohens_dz, "cliffsDelta": cliffs_delta,
            "rankBiserial": rank_biserial, "bcaBootstrap": bca, "shapiroWilk": shapiro, "spreads": spreads,
            "equivalence": equivalence, "bayesianCorrelatedT": correlated_t, "bayesianSignedRank": bayesian_ranks,
            "fiellerRatio": fieller, "powers": powers,
        }.items():
            if not wanted or title in wanted:
                write(title, make)
