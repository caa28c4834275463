"""Writes the golden JSON of power, sequential bounds and almost stochastic order: python makePlanGolden.py.

Made with numpy 2.4.6, scipy 1.17.1, statsmodels 0.15.0, deepsig 1.2.8.
"""

import math

import deepsig
import numpy as np
from deepsig.aso import compute_violation_ratio
from scipy import integrate, optimize, stats
from statsmodels.stats.power import TTestPower

from makeFamilyGolden import write

def rounded(value):
    return float(f"{value:.4g}")


def tost_power(n, effect, alpha):
    """Integral over the mean, where the package integrates over the sd; effect in standard deviations."""
    df, nc = n - 1, effect * math.sqrt(n)
    critical = stats.t.isf(alpha, df)
    reach = min(nc, 9)
    inside = lambda z: stats.norm.pdf(z) * stats.chi2.cdf(df * ((nc - z) / critical) ** 2, df)
    return 2 * integrate.quad(inside, 0, reach, epsabs=1e-14, epsrel=1e-12, limit=200)[0]


def t_power(n, effect, alpha, sides):
    """Integral over the mean, where SciPy's noncentral t gives up: the power is nearly 1."""
    df, nc = n - 1, effect * math.sqrt(n)
    critical = stats.t.isf(alpha / sides, df)
    inside = lambda z: stats.norm.pdf(z) * stats.chi2.cdf(df * ((nc + z) / critical) ** 2, df)
    return integrate.quad(inside, -9 if sides == 2 else max(-9, -nc), 9, epsabs=1e-14, epsrel=1e-12, limit=200)[0]


def power_of(test, n, effect, alpha):
    if test == "equivalence":
        return tost_power(n, effect, alpha)
    sides = 2 if test == "paired t" else 1
    power = float(TTestPower().power(effect, n, alpha, alternative="two-sided" if sides == 2 else "larger"))
    return t_power(n, effect, alpha, sides) if math.isnan(power) else power


def plans():
    rng = np.random.default_rng(20252)
    for index in range(200):
        test = ["paired t", "non-inferiority", "equivalence"][index % 3]
        alpha = [0.05, 0.025, 0.01, 0.1][index % 4]
        sd = rounded(10 ** rng.uniform(-3, 1))
        least = 1 + math.ceil(math.log2(1 / alpha))
        n = int(rng.integers(least, 60))
        effect = rounded(rng.uniform(0.3, 1.3))
        target = [0.5, 0.8, 0.9, 0.95][index // 4 % 4]
        pairs = least
        while power_of(test, pairs, effect, alpha) < target:
            pairs += 1
        high = 0.05
        while power_of(test, n, high, alpha) < target:
            high *= 1.2
        detectable = optimize.brentq(lambda d: power_of(test, n, d, alpha) - target, high / 2, high, xtol=1e-13, rtol=1e-13)
        yield {"test": test, "sd": sd, "alpha": alpha, "n": n, "effect": effect, "power": power_of(test, n, effect, alpha),
               "target": target, "pairs": pairs, "detectable": detectable}


def bounds_of(fractions, alpha, sides):
    """The recursion on 300 nodes a look, for the spending function of Lan and DeMets."""
    x, w = np.polynomial.legendre.leggauss(300)
    spent = [2 * stats.norm.sf(stats.norm.isf(alpha / sides / 2) / math.sqrt(t)) * sides for t in fractions]
    found, nodes, mass, before = [], np.zeros(1), np.ones(1), 0.0
    for look, t in enumerate(fractions):
        step = math.sqrt(t - before)
        increment = spent[look] - (spent[look - 1] if look else 0)

        def excess(c):
            above = stats.norm.sf((c * math.sqrt(t) - nodes) / step)
            below = stats.norm.cdf((-c * math.sqrt(t) - nodes) / step) if sides == 2 else 0
            return math.log(max(mass @ (above + below), 1e-300)) - math.log(increment)

        c = optimize.brentq(excess, -3 if sides == 1 else 0, 12, xtol=1e-14, rtol=1e-14)
        found.append(c)
        high = c * math.sqrt(t)
        low = -high if sides == 2 else -8.5 * math.sqrt(t)
        places = (high + low) / 2 + (high - low) / 2 * x
        density = stats.norm.pdf((places[:, None] - nodes[None, :]) / step) @ mass / step
        nodes, mass, before = places, density * w * (high - low) / 2, t
    return found


def bounds():
    rng = np.random.default_rng(20253)
    for index in range(200):
        looks = sorted(int(v) for v in rng.choice(np.arange(4, 41), int(rng.integers(1, 8)), replace=False))
        alpha, sides = [0.05, 0.025, 0.01, 0.1, 0.2][index % 5], 1 + index % 2
        yield {"looks": looks, "alpha": alpha, "sides": sides,
               "bounds": bounds_of([n / looks[-1] for n in looks], alpha, sides)}


def violation(a, b):
    """Both samples repeated to the same size."""
    difference = np.repeat(np.sort(a, axis=-1), b.shape[-1], axis=-1) - np.repeat(np.sort(b, axis=-1), a.shape[-1], axis=-1)
    total = (difference**2).sum(-1)
    broken = (np.minimum(difference, 0) ** 2).sum(-1)
    return np.where(total == 0, 0.5, broken / np.where(total == 0, 1, total))


def stochastic_orders():
    rng = np.random.default_rng(20254)
    for index in range(200):
        n = int([5, 10, 20][index % 3]) if index < 8 else int(rng.integers(3, 15))
        m = n if index < 8 else int(rng.integers(3, 15))
        spread = 3 if index % 4 == 3 else 40
        a = np.round(rng.normal(rng.uniform(-1, 2) * spread / 2, spread, n)).astype(int)
        b = np.round(rng.normal(0, spread * rng.uniform(0.5, 1.5), m)).astype(int)
        drawn = violation(a[rng.integers(0, n, (20000, n))], b[rng.integers(0, m, (20000, m))])
        error = float(drawn.std(ddof=1))
        fourth = float(((drawn - drawn.mean()) ** 4).mean())
        reference = {}
        if index < 8:
            # deepsig sums over a grid of 200 points, of which it leaves out one or two.
            reference = {"deepsig": float(deepsig.aso(list(a), list(b), 0.95, show_progress=False, seed=index)),
                         "deepsigRatio": float(compute_violation_ratio(list(a), list(b), dt=0.0001))}
        yield {"a": a.tolist(), "b": b.tolist(), "ratio": float(violation(a, b)), "error": error,
               "kurtosis": fourth / error**4 if error > 0 else 3.0, **reference}


if __name__ == "__main__":
    write("plans", list(plans()), ["scipy", "statsmodels"])
    write("sequentialBounds", list(bounds()), ["numpy", "scipy"])
    write("stochasticOrder", list(stochastic_orders()), ["numpy", "deepsig"])
