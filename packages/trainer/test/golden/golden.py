"""Writes golden.json and numpy.safetensors: the same numbers by other means.

The generator is xoroshiro128+ (Blackman and Vigna 2018, constants 24, 16, 37) in whole numbers of 64 bits; the learning
rates are Loshchilov and Hutter's formula in NumPy; the file is written by the safetensors package.
"""

import hashlib
import json
import math
import pathlib
import sys

import numpy as np
import safetensors
from safetensors.numpy import save_file

folder = pathlib.Path(__file__).parent
MASK = 2**64 - 1


def rotate(x, by):
    return ((x << by) | (x >> (64 - by))) & MASK


class Stream:
    def __init__(self, seed, purpose):
        digest = hashlib.sha256(f"{seed}/{purpose}".encode()).digest()
        self.s0, self.s1 = (int.from_bytes(digest[at : at + 8], "big") for at in (0, 8))

    def word(self):
        """The lower 32 bits of the next sum."""
        s0, s1 = self.s0, self.s1
        result = (s0 + s1) & 0xFFFFFFFF
        s1 ^= s0
        self.s0 = rotate(s0, 24) ^ s1 ^ ((s1 << 16) & MASK)
        self.s1 = rotate(s1, 37)
        return result

    def integer(self, below):
        """Without bias: words past the last whole multiple of `below` are drawn again."""
        limit = 2**32 // below * below
        while True:
            # The library counts signed words from the most negative one.
            value = self.word() ^ 0x80000000
            if value < limit:
                return value % below

    def uniform(self):
        high, low = self.word() & (2**26 - 1), self.word() & (2**27 - 1)
        return (high * 2**27 + low) / 2**53

    def normal(self):
        radius = math.sqrt(-2 * math.log(1 - self.uniform()))
        return radius * math.cos(2 * math.pi * self.uniform())


def order(count, seed, epoch):
    stream, values = Stream(seed, f"order/{epoch}"), list(range(count))
    for last in range(count - 1, 0, -1):
        other = stream.integer(last + 1)
        values[last], values[other] = values[other], values[last]
    return values


def cosine(peak, warmup, epochs, per_epoch):
    at = (np.arange(epochs * per_epoch) + 0.5) / per_epoch
    falling = peak / 2 * (1 + np.cos(np.pi * (at - warmup) / (epochs - warmup)))
    return np.where(at < warmup, peak * at / warmup if warmup > 0 else 0.0, falling)


integers, normals = Stream(7, "test"), Stream(7, "test")
golden = {
    "made with": {"python": sys.version.split()[0], "numpy": np.__version__, "safetensors": safetensors.__version__},
    "integers": [integers.integer(1000) for _ in range(10)],
    "normals": [normals.normal() for _ in range(10)],
    "order": order(50, 3, 2)[:10],
    "largeOrder": order(60_000, 1, 1)[:10],
    "cosine": cosine(0.4, 1.5, 4, 5).tolist(),
    "cosineWithoutWarmUp": cosine(0.1, 0.0, 3, 4).tolist(),
}
(folder / "golden.json").write_text(json.dumps(golden, indent=2) + "\n")

save_file(
    {
        "kernel": (np.arange(24, dtype=np.float32) / 8 - 1).reshape(2, 3, 4),
        "scalar": np.array(0.5, dtype=np.float32),
        "nothing": np.zeros((0, 3), dtype=np.float32),
        "größe": np.array([np.inf, -0.0, 1e-45], dtype=np.float32),
    },
    str(folder / "numpy.safetensors"),
    metadata={"made": "by NumPy"},
)
save_file({"half": np.zeros(2, dtype=np.float16)}, str(folder / "half.safetensors"))
