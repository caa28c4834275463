"""Writes randomUniform.json: uniform numbers by TensorFlow's StatelessRandomUniformV2 with Philox, as multiples of 2^-23.

Keys and counters are words of 32 bits, the lowest first, as int32.
"""

import json
import os
import pathlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf

PHILOX = 1
CASES = [
    ([0, 0], [0, 0, 0, 0], [8]),
    ([1, 0], [0, 1, -1640531535, 7], [2, 3, 5]),
    # Carries into every word of the counter, and ends within a block.
    ([-1, -1], [-1, -1, -1, -2], [11]),
    ([-1542899678, 698298832], [608135816, -2052912941, 320440878, 57701188], [1]),
]


def words(numbers):
    return np.array(numbers, np.int32).view(np.uint64)


def draw(key, counter, shape):
    numbers = tf.raw_ops.StatelessRandomUniformV2(
        shape=shape, key=words(key), counter=words(counter), alg=PHILOX, dtype=tf.float32
    )
    multiples = numbers.numpy().astype(np.float64).ravel() * 2**23
    assert np.all(multiples == np.floor(multiples))
    return [int(multiple) for multiple in multiples]


golden = {
    "made with": {"tensorflow": tf.__version__},
    "cases": [
        {"key": key, "counter": counter, "shape": shape, "multiples": draw(key, counter, shape)}
        for key, counter, shape in CASES
    ],
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden) + "\n")
