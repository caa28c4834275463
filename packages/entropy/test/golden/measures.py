"""Writes measures.json: every measure but those by compression of 100 made-up, 100 MNIST and 20 CIFAR-10 images, each by
scikit-image, SciPy or a plain version of its definition in NumPy; and the CRC-32 of their lines as PNG filters them.

Usage: python measures.py MNIST-TRAINING-IMAGES-IDX CIFAR-10-RECORDS

numpy==2.4.6 scipy==1.17.1 scikit-image==0.26.0

Made-up image k has k + 1 rows, 7 columns and 3 channels; its values are the high byte of the linear congruential
generator x -> 1664525 x + 1013904223 mod 2^32, started at k, taken modulo 2 + 3 k (at most 256).
"""

import json
import pathlib
import sys
import zlib

import numpy as np
import scipy.stats
import skimage
from skimage.feature import graycomatrix
from skimage.filters.rank import entropy as rank_entropy
from skimage.measure import shannon_entropy
from skimage.morphology import disk


def made_up(k):
    x, values = k, []
    for _ in range((k + 1) * 7 * 3):
        x = (1664525 * x + 1013904223) % 2**32
        values.append((x >> 24) % min(256, 2 + 3 * k))
    return np.array(values, np.uint8).reshape(k + 1, 7, 3)


def shannon(values):
    return shannon_entropy(values, base=np.e)


def of_rows(rows):
    """Entropy of a histogram of rows."""
    _, counts = np.unique(rows.reshape(len(rows), -1), axis=0, return_counts=True)
    return scipy.stats.entropy(counts)


def miller_madow(values):
    return shannon(values) + (len(np.unique(values)) - 1) / (2 * values.size)


def james_stein(values):
    n = values.size
    p = np.bincount(values.ravel(), minlength=256) / n
    t = np.full(256, 1 / 256)
    if n == 1 or np.array_equal(p, t):
        shrinkage = 1
    else:
        shrinkage = min(1, (1 - (p**2).sum()) / ((n - 1) * ((t - p) ** 2).sum()))
    return scipy.stats.entropy(shrinkage * t + (1 - shrinkage) * p)


def per_channel(measure):
    return lambda image: np.mean([measure(np.ascontiguousarray(image[..., c])) for c in range(image.shape[2])])


def intensity(image):
    return 0 if image.sum() == 0 else scipy.stats.entropy(image.ravel().astype(float))


def signal_to_noise(image):
    values = image.astype(float)
    return 0 if values.std() == 0 else values.mean() / values.std()


def local(plane):
    return rank_entropy(plane, disk(5)).mean() * np.log(2)


def cooccurrence(plane):
    entropies = []
    for angle in range(4):
        matrix = graycomatrix(plane, [1], [angle * np.pi / 4], levels=256, symmetric=True)
        if matrix.sum() > 0:
            entropies.append(scipy.stats.entropy(matrix.ravel().astype(float)))
    return np.mean(entropies) if entropies else 0


def delentropy(plane):
    f = plane.astype(int)
    if min(f.shape) < 3:
        return 0
    gradients = np.stack([f[1:-1, 2:] - f[1:-1, :-2], f[2:, 1:-1] - f[:-2, 1:-1]], -1)
    return of_rows(gradients.reshape(-1, 2)) / 2


def whole_blocks(plane):
    f = plane.astype(int)[: plane.shape[0] // 2 * 2, : plane.shape[1] // 2 * 2]
    return f[::2, ::2], f[::2, 1::2], f[1::2, ::2], f[1::2, 1::2]


def haar(plane):
    a, b, c, d = whole_blocks(plane)
    bands = [a - b + c - d, a + b - c - d, a - b - c + d]
    return 0 if a.size == 0 else np.mean([of_rows(band.reshape(-1, 1)) for band in bands])


def block_pair(plane):
    blocks = np.floor(sum(whole_blocks(plane)) / 4 / 16).astype(int)
    pairs = [(blocks[:, :-1], blocks[:, 1:]), (blocks[:-1], blocks[1:])]
    conditional = [
        of_rows(np.stack([x.ravel(), y.ravel()], -1)) - of_rows(x.reshape(-1, 1)) for x, y in pairs if x.size > 0
    ]
    return np.mean(conditional) if conditional else 0


def paeth(a, b, c):
    p = a + b - c
    return min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]


def png_filtered(image):
    height, width, step = image.shape
    lines = image.reshape(height, width * step).astype(int)
    data = b""
    for y in range(height):
        above = lines[y - 1] if y > 0 else np.zeros_like(lines[0])
        left, corner = (np.concatenate([np.zeros(step, int), line[:-step]]) for line in (lines[y], above))
        predictions = [
            0 * left, left, above, (left + above) // 2, np.array([paeth(*abc) for abc in zip(left, above, corner)])
        ]
        filtered = [(lines[y] - prediction) % 256 for prediction in predictions]
        best = min(range(5), key=lambda number: np.abs(filtered[number].astype(np.uint8).astype(np.int8).astype(int)).sum())
        data += bytes([best]) + filtered[best].astype(np.uint8).tobytes()
    return zlib.crc32(data)


measures = {
    "shannon": shannon,
    "shannon-miller-madow": miller_madow,
    "shannon-james-stein": james_stein,
    "shannon-per-channel": per_channel(shannon),
    "shannon-per-channel-miller-madow": per_channel(miller_madow),
    "shannon-per-channel-james-stein": per_channel(james_stein),
    "shannon-joint": lambda image: of_rows(image.reshape(-1, image.shape[2])),
    "intensity": intensity,
    "maximum-entropy": lambda image: np.log(len(np.unique(image))),
    "local": per_channel(local),
    "cooccurrence": per_channel(cooccurrence),
    "delentropy": per_channel(delentropy),
    "haar": per_channel(haar),
    "block-pair": per_channel(block_pair),
    "signal-to-noise": signal_to_noise,
}

mnist = np.frombuffer(pathlib.Path(sys.argv[1]).read_bytes(), np.uint8, offset=16)[: 100 * 784].reshape(-1, 28, 28, 1).copy()
records = np.frombuffer(pathlib.Path(sys.argv[2]).read_bytes(), np.uint8).reshape(-1, 3073)
cifar = np.ascontiguousarray(records[:20, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)).copy()
images = {"madeUp": [made_up(k) for k in range(100)], "mnist": mnist, "cifar": cifar}
golden = {
    name: {kind: [float(measure(image)) for image in some] for kind, some in images.items()}
    for name, measure in measures.items()
}
# What DEFLATE makes of bytes differs between builds of zlib; what PNG's filters make of them does not.
filtered = {kind: [png_filtered(image) for image in some] for kind, some in images.items()}
versions = {"numpy": np.__version__, "scipy": scipy.__version__, "scikit-image": skimage.__version__}
path = pathlib.Path(__file__).with_name("measures.json")
path.write_text(json.dumps({"versions": versions, "measures": golden, "pngFiltered": filtered}) + "\n")
