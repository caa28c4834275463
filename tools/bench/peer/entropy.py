"""Shannon entropy of every image of an IDX file by a loop over scikit-image; prints seconds, count and mean as JSON.

Usage: python entropy.py IMAGES-IDX
"""

import json
import pathlib
import sys
import time

import numpy as np
from skimage.measure import shannon_entropy

images = np.frombuffer(pathlib.Path(sys.argv[1]).read_bytes(), np.uint8, offset=16).reshape(-1, 28, 28)
shannon_entropy(images[0], base=np.e)
start = time.perf_counter()
entropies = [shannon_entropy(image, base=np.e) for image in images]
seconds = time.perf_counter() - start
print(json.dumps({"seconds": seconds, "count": len(entropies), "mean": float(np.mean(entropies))}))
