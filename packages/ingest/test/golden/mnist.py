"""Writes mnist.json: digests of MNIST as pyarrow reads what the ingest stage wrote.

Usage: python mnist.py FOLDER-OF-THE-INGEST-ARTIFACT FOLDER-OF-THE-RAW-IDX-FILES
Fails unless pyarrow sees the bytes of the IDX files.
"""

import hashlib
import json
import pathlib
import sys

import numpy as np
import pyarrow as pa
import pyarrow.ipc as ipc

artifact, raw = map(pathlib.Path, sys.argv[1:])
golden = {"pyarrow": pa.__version__, "numpy": np.__version__}
for split, prefix in (("train", "train"), ("test", "t10k")):
    reader = ipc.open_file(pa.memory_map(str(artifact / f"{split}.arrow")))
    table = reader.read_all()
    table.validate(full=True)
    assert table.schema.types == [pa.binary(784), pa.int32()]
    assert json.loads(table.schema.metadata[b"ebcle.classes"]) == list("0123456789")
    pixels = b"".join(chunk.buffers()[1].to_pybytes()[: 784 * len(chunk)] for chunk in table["image"].chunks)
    labels = np.concatenate([chunk.to_numpy(zero_copy_only=True) for chunk in table["label"].chunks])
    assert pixels == (raw / f"{prefix}-images-idx3-ubyte").read_bytes()[16:]
    assert labels.tolist() == list((raw / f"{prefix}-labels-idx1-ubyte").read_bytes()[8:])
    golden[split] = {
        "count": len(labels),
        "recordBatches": reader.num_record_batches,
        "images": hashlib.sha256(pixels).hexdigest(),
        "labels": hashlib.sha256(labels.astype("<i4").tobytes()).hexdigest(),
    }
path = pathlib.Path(__file__).with_name("mnist.json")
path.write_text(json.dumps(golden, indent=2) + "\n")
