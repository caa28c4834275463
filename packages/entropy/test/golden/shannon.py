"""Writes shannon.json: entropies of 100 made-up and 100 MNIST images by scikit-image, and a summary by NumPy.

Usage: python shannon.py MNIST-TRAINING-IMAGES-IDX

Made-up image k has k + 1 rows, 7 columns and 3 channels; its values are the high byte of the linear congruential
generator x -> 1664525 x + 1013904223 mod 2^32, started at k, taken modulo 2 + 3 k (at most 256).
"""

import json
import pathlib
import sys

import numpy as np
import scipy
import skimage
from skimage.measure import shannon_entropy


def made_up(k):
    x, values = k, []
    for _ in range((k + 1) * 7 * 3):
        x = (1664525 * x + 1013904223) % 2**32
        values.append((x >> 24) % min(256, 2 + 3 * k))
    return np.array(values, np.uint8).reshape(k + 1, 7, 3)


mnist = np.frombuffer(pathlib.Path(sys.argv[1]).read_bytes(), np.uint8, offset=16).reshape(-1, 28, 28)
entropies = lambda images: [float(shannon_entropy(image, base=np.e)) for image in images]
real = np.array(entropies(mnist[:100]))
counts, _ = np.histogram(real, np.linspace(0, np.log(256), 65))
golden = {
    "scikit-image": skimage.__version__,
    "numpy": np.__version__,
    "scipy": scipy.__version__,
    "madeUp": entropies(made_up(k) for k in range(100)),
    "mnist": real.tolist(),
    "summary": {
        "mean": real.mean(),
        "sd": real.std(ddof=1),
        "minimum": real.min(),
        "maximum": real.max(),
        "quantiles": dict(zip(("q05", "q25", "q50", "q75", "q95"), np.quantile(real, (0.05, 0.25, 0.5, 0.75, 0.95)))),
        "counts": counts.tolist(),
    },
}
path = pathlib.Path(__file__).with_name("shannon.json")
path.write_text(json.dumps(golden, indent=1) + "\n")
