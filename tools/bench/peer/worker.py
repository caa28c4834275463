"""What every peer has in common: the data, the networks' sizes, and how it speaks.

A line of standard input is a number of steps, or 0 for the end; each is answered by a line of JSON.
"""

import json
import sys
import time

# Images of [size, size, channels] and the batch of each network; the structures are those of the zoo.
NETWORKS = {
    "resnet20": (32, 3, 128),
    "resnet8": (28, 1, 128),
    "densenet40": (32, 3, 64),
    "resnet20-wide": (32, 3, 128),
    "resnext29": (32, 3, 64),
    "efficientnet-b0": (32, 3, 64),
}
CLASSES, IMAGES = 10, 1024
RATE, MOMENTUM, WEIGHT_DECAY = 0.01, 0.9, 1e-4
MEAN, SCALE = 127.5, 1 / 73.9

# Tan and Le 2019, table 1: expansion, kernel, channels, blocks, stride of stages 2 to 8.
EFFICIENTNET_B0 = [
    (1, 3, 16, 1, 1),
    (6, 3, 24, 2, 2),
    (6, 5, 40, 2, 2),
    (6, 3, 80, 3, 2),
    (6, 5, 112, 3, 1),
    (6, 5, 192, 4, 2),
    (6, 3, 320, 1, 1),
]


def serve(version, parameters, train):
    """Answers until the end of the input; train(first, steps) gives the mean loss of steps first, first + 1, ..."""

    def say(message):
        print(json.dumps(message), flush=True)

    say({"parameters": parameters, "version": version})
    done = 0
    for line in sys.stdin:
        steps = int(line)
        if steps == 0:
            return
        begun = time.perf_counter()
        loss = train(done, steps)
        say({"seconds": time.perf_counter() - begun, "loss": loss})
        done += steps
