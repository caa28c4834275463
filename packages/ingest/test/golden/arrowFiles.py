"""Writes splits as pyarrow writes them: two record batches of 2x3 images, and three that the reader must refuse."""

import pathlib

import pyarrow as pa
import pyarrow.ipc as ipc

folder = pathlib.Path(__file__).parent
metadata = {
    "ebcle.name": "tiny",
    "ebcle.split": "test",
    "ebcle.shape": "[2,3,1]",
    "ebcle.classes": '["a","b"]',
    "ebcle.sources": "[]",
    "ebcle.licence": "none",
    "ebcle.citation": "none",
    "pyarrow": pa.__version__,
}


def write(name, image, label, options=None):
    schema = pa.schema([pa.field("image", image, False), pa.field("label", label, False)], metadata)
    pixels = [bytes(range(6 * i, 6 * i + 6)) for i in range(5)]
    labels = [0, 1, 1, 0, 1]
    with ipc.new_file(str(folder / name), schema, options=options) as writer:
        for rows in (slice(0, 3), slice(3, 5)):
            columns = [pa.array(pixels[rows], image), pa.array(labels[rows], label)]
            writer.write_batch(pa.record_batch(columns, schema=schema))


write("split.arrow", pa.binary(6), pa.int32())
write("int64.arrow", pa.binary(6), pa.int64())
write("variable.arrow", pa.binary(), pa.int32())
write("compressed.arrow", pa.binary(6), pa.int32(), ipc.IpcWriteOptions(compression="zstd"))
