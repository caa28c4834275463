"""Writes sources/ and sources.json: files of each format, and what independent readers make of them.

Run in this folder with Python 3 and numpy 2.4.6, scipy 1.17.1, Pillow 13.0.0, pyarrow 26.0.1.
Digests are SHA-256 of pixels, uint8 [count, height, width, channels], and of labels, little-endian int32.
"""

import hashlib
import io
import json
import struct
import zlib
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import scipy.io
from PIL import Image

out = Path("sources")
rng = np.random.default_rng(20261125)
golden = {}


def digest(images, labels):
    images = np.ascontiguousarray(images, np.uint8)
    return {
        "shape": list(images.shape),
        "images": hashlib.sha256(images.tobytes()).hexdigest(),
        "labels": hashlib.sha256(np.asarray(labels, "<i4").tobytes()).hexdigest(),
    }


def smooth(height, width, channels=3):
    """Something between noise and a picture, so that codecs have work to do."""
    small = rng.integers(0, 256, (4, 4, channels), dtype=np.uint8)
    planes = [np.array(Image.fromarray(small[:, :, c]).resize((width, height), Image.BICUBIC)) for c in range(channels)]
    noise = rng.integers(-20, 21, (height, width, channels))
    return np.clip(np.dstack(planes) + noise, 0, 255).astype(np.uint8)


# MATLAB level 5, compressed and not, labels of two types; read back by scipy.
for name, count, compressed, kind in [("train", 30, True, np.uint8), ("test", 12, False, np.float64)]:
    x = np.stack([smooth(8, 6) for _ in range(count)], axis=3)
    y = rng.integers(1, 11, (count, 1)).astype(kind)
    others = {"title": "a text", "cell": np.array([[1, "a"]], object), "z": np.array([[1 + 2j]])}
    file = out / f"svhn-{name}.mat"
    scipy.io.savemat(file, {**others, "X": x, "y": y}, do_compression=compressed)
    back = scipy.io.loadmat(file)
    golden[f"svhn-{name}"] = digest(back["X"].transpose(3, 0, 1, 2), back["y"].ravel() % 10)

# Parquet with each codec; read back by pyarrow and Pillow.
def encoded(image, format, **options):
    file = io.BytesIO()
    Image.fromarray(image).save(file, format, **options)
    return file.getvalue()


files = [encoded(smooth(8, 8), "PNG") for _ in range(24)]
for codec in ["zstd", "snappy", "gzip", "none"]:
    struct_type = pa.struct([("bytes", pa.binary()), ("path", pa.string())])
    images = pa.array([{"bytes": data, "path": f"{i}.png"} for i, data in enumerate(files)], struct_type)
    table = pa.table({"image": images, "label": pa.array([i % 3 for i in range(24)], pa.int64())})
    features = {"image": {"_type": "Image"}, "label": {"names": ["ant", "bee", "cat"], "_type": "ClassLabel"}}
    table = table.replace_schema_metadata({"huggingface": json.dumps({"info": {"features": features}})})
    file = out / f"train-{codec}.parquet"
    pq.write_table(table, file, compression=codec, row_group_size=10)
    rows = pq.read_table(file).to_pylist()
    pixels = np.stack([np.array(Image.open(io.BytesIO(row["image"]["bytes"]))) for row in rows])
    golden[f"parquet-{codec}"] = digest(pixels, [row["label"] for row in rows])


# Every kind of image file, and what numpy makes of the values that went in or Pillow of the file.
def png(depth, colour, rows):
    def chunk(tag, data):
        return struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data))

    height, width = rows.shape[:2]
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row.astype(">u2").tobytes() for row in rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def over_black(colour, alpha):
    return np.floor(colour.astype(int) * alpha[..., None].astype(int) / 255 + 0.5).astype(np.uint8)


(out / "kinds").mkdir(parents=True, exist_ok=True)
rgb, grey, alpha = smooth(10, 12), smooth(10, 12, 1)[:, :, 0], rng.integers(0, 256, (10, 12), dtype=np.uint8)
deep = rng.integers(0, 65536, (10, 12, 4))
palette = Image.fromarray(rgb).quantize(9)
kinds = {
    "grey.png": (encoded(grey, "PNG"), grey[..., None]),
    "rgb.png": (encoded(rgb, "PNG"), rgb),
    "bits.png": (encoded(grey > 127, "PNG"), (np.where(grey > 127, 255, 0))[..., None]),
    "rgba.png": (encoded(np.dstack([rgb, alpha]), "PNG"), over_black(rgb, alpha)),
    "grey-alpha.png": (encoded(np.dstack([grey, alpha]), "PNG"), over_black(grey[..., None], alpha)),
    "grey-16.png": (png(16, 0, deep[:, :, 0]), deep[:, :, :1] >> 8),
    "rgb-16.png": (png(16, 2, deep[:, :, :3]), deep[:, :, :3] >> 8),
    "rgba-16.png": (png(16, 6, deep), over_black(deep[:, :, :3] >> 8, deep[:, :, 3] >> 8)),
    "grey.jpg": (encoded(grey, "JPEG", quality=90), None),
    "rgb.jpg": (encoded(rgb, "JPEG", quality=90), None),
    "half-chroma.jpg": (encoded(rgb, "JPEG", quality=75, subsampling=2), None),
    "lossless.webp": (encoded(rgb, "WEBP", lossless=True), rgb),
    "lossy.webp": (encoded(rgb, "WEBP", quality=80), None),
    "alpha.webp": (encoded(np.dstack([rgb, alpha]), "WEBP", lossless=True, exact=True), over_black(rgb, alpha)),
}
file = io.BytesIO()
palette.save(file, "PNG")
kinds["palette.png"] = (file.getvalue(), np.array(palette.convert("RGB")))
for name, (data, pixels) in kinds.items():
    (out / "kinds" / name).write_bytes(data)
    if pixels is None:
        pixels = np.array(Image.open(io.BytesIO(data)))
        pixels = pixels[..., None] if pixels.ndim == 2 else pixels
    golden[name] = {"shape": list(pixels.shape), "pixels": pixels.astype(np.uint8).ravel().tolist()}
(out / "refused").mkdir(exist_ok=True)
frames = [Image.fromarray(rgb), Image.fromarray(rgb[::-1])]
frames[0].save(out / "refused" / "two-frames.webp", save_all=True, append_images=frames[1:], lossless=True)
Image.fromarray(rgb).convert("CMYK").save(out / "refused" / "cmyk.jpg")
Image.fromarray(rgb).save(out / "refused" / "tiff.tiff")

# Transforms of one image by Pillow and numpy.
image = smooth(23, 17)
golden["transforms"] = {"image": image.ravel().tolist(), "shape": [23, 17, 3], "resized": [], "requantised": {}}
for height, width in [(8, 9), (23, 40), (50, 17), (5, 33), (64, 64), (1, 1)]:
    wide = Image.fromarray(image).resize((width, 23), Image.BILINEAR)
    done = np.array(wide.resize((width, height), Image.BILINEAR))
    golden["transforms"]["resized"].append({"size": [height, width], "pixels": done.ravel().tolist()})
luma = Image.fromarray(image).convert("L")
golden["transforms"]["grey"] = np.array(luma).ravel().tolist()
for levels in [2, 3, 16, 255, 256]:
    bins = np.arange(256) * levels // 256
    golden["transforms"]["requantised"][levels] = np.floor(255 * bins / (levels - 1) + 0.5).astype(int).tolist()
small = np.array(luma.resize((9, 23), Image.BILINEAR).resize((9, 8), Image.BILINEAR)).astype(int)
bits = "".join("1" if right > left else "0" for row in small for left, right in zip(row, row[1:]))
golden["transforms"]["differenceHash"] = [int(bits[:32], 2), int(bits[32:], 2)]
Path("sources.json").write_text(json.dumps(golden) + "\n")
