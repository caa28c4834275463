"""Writes the small files of test-data and pickles/, and formats.json: digests of what Python reads in them.

Usage: python formats.py FOLDER-OF-CIFAR, which has cifar-10-batches-bin, cifar-10-batches-py and cifar-100-binary.
Made with Python 3.11 and the numpy that formats.json names. The real files are cut after so many records; STL-10 and
ImageNet32 are made up, in the layout of their descriptions. Pixels are read as torchvision's datasets read them.
"""

import hashlib
import json
import pathlib
import pickle
import sys

import numpy as np

real = pathlib.Path(sys.argv[1])
here = pathlib.Path(__file__).parent
data = here.parents[3] / "test-data"
golden = {"numpy": np.__version__, "datasets": {}}


class Python2Pickler(pickle._Pickler):
    """Writes byte strings as Python 2 does, whose `str` they are: so CIFAR's official pickles are."""

    dispatch = dict(pickle._Pickler.dispatch)

    def save_bytes(self, obj):
        if len(obj) < 256:
            self.write(b"U" + bytes([len(obj)]) + obj)
        else:
            self.write(b"T" + len(obj).to_bytes(4, "little") + obj)
        self.memoize(obj)

    dispatch[bytes] = save_bytes


def digest(images, labels):
    assert images.dtype == np.uint8 and len(images) == len(labels)
    return {
        "count": len(labels),
        "images": hashlib.sha256(np.ascontiguousarray(images).tobytes()).hexdigest(),
        "labels": hashlib.sha256(np.asarray(labels, "<i4").tobytes()).hexdigest(),
    }


def rows(array, side=32):
    return np.asarray(array).reshape(-1, 3, side, side).transpose(0, 2, 3, 1)


def cut(source, target, count, record):
    content = (real / source).read_bytes()[: count * record]
    (data / target).parent.mkdir(exist_ok=True)
    (data / target).write_bytes(content)
    return np.frombuffer(content, np.uint8).reshape(count, record)


# CIFAR-10 and CIFAR-100, binary.
train, test = (cut(f"cifar-10-batches-bin/{a}", f"cifar-10-first/{a}", n, 3073) for a, n in (("data_batch_1.bin", 20), ("test_batch.bin", 10)))
golden["datasets"]["cifar10"] = {"train": digest(rows(train[:, 1:]), train[:, 0]), "test": digest(rows(test[:, 1:]), test[:, 0])}
train, test = (cut(f"cifar-100-binary/{a}", f"cifar-100-first/{a}", n, 3074) for a, n in (("train.bin", 20), ("test.bin", 10)))
for name, column in (("cifar100", 1), ("cifar100-coarse", 0)):
    golden["datasets"][name] = {
        "train": digest(rows(train[:, 2:]), train[:, column]),
        "test": digest(rows(test[:, 2:]), test[:, column]),
    }

# CIFAR-10, Python.
splits = {}
for split, name, count in (("train", "data_batch_1", 20), ("test", "test_batch", 10)):
    with open(real / "cifar-10-batches-py" / name, "rb") as file:
        batch = pickle.load(file, encoding="bytes")
    batch = {key: value if isinstance(value, bytes) else value[:count] for key, value in batch.items()}
    with open(data / "cifar-10-first-py" / name, "wb") as file:
        Python2Pickler(file, 2).dump(batch)
    with open(data / "cifar-10-first-py" / name, "rb") as file:
        batch = pickle.load(file, encoding="bytes")
    splits[split] = digest(rows(batch[b"data"]), batch[b"labels"])
golden["datasets"]["cifar10-python"] = splits

# STL-10: channel, column, row.
images = np.arange(7 * 3 * 96 * 96, dtype=np.uint64)
images = ((images * images) // 977 % 251).astype(np.uint8).reshape(7, 3, 96, 96)
labels = np.array([1, 10, 3, 7, 2], np.uint8)
made = data / "stl10-made"
splits = {}
for split, name, part in (("train", "train", slice(0, 3)), ("test", "test", slice(3, 5)), ("unlabelled", "unlabeled", slice(5, 7))):
    images[part].tofile(made / f"{name}_X.bin")
    read = np.fromfile(made / f"{name}_X.bin", np.uint8).reshape(-1, 3, 96, 96).transpose(0, 3, 2, 1)
    if split == "unlabelled":
        splits[split] = digest(read, np.full(len(read), -1))
    else:
        labels[part].tofile(made / f"{name}_y.bin")
        splits[split] = digest(read, np.fromfile(made / f"{name}_y.bin", np.uint8).astype(int) - 1)
golden["datasets"]["stl10"] = splits

# ImageNet32: pickles and npz.
pixels = np.arange(15 * 3072, dtype=np.uint64)
pixels = ((pixels * pixels) // 3571 % 256).astype(np.uint8).reshape(15, 3072)
labels = [1, 1000, 500, 2, 999, 37, 40, 1, 9, 1000, 128, 256, 512, 3, 4]
parts = {"train_data_batch_1": slice(0, 6), "train_data_batch_2": slice(6, 10), "val_data": slice(10, 15)}
for name, part in parts.items():
    batch = {"data": pixels[part], "labels": labels[part], "mean": pixels[part].mean(0)}
    with open(data / "imagenet32-made" / name, "wb") as file:
        pickle.dump(batch, file, 4)
    np.savez(data / "imagenet32-made-npz" / f"{name}.npz", **batch)


def load(name, npz):
    if npz:
        with np.load(data / "imagenet32-made-npz" / f"{name}.npz") as batch:
            return batch["data"], batch["labels"]
    with open(data / "imagenet32-made" / name, "rb") as file:
        batch = pickle.load(file)
        return batch["data"], np.array(batch["labels"])


for name, npz in (("imagenet32", False), ("imagenet32-npz", True)):
    loaded = [load(part, npz) for part in parts]
    train = [np.concatenate(column) for column in zip(*loaded[:2])]
    golden["datasets"][name] = {
        "train": digest(rows(train[0]), train[1] - 1),
        "test": digest(rows(loaded[2][0]), loaded[2][1] - 1),
    }

# One batch of two images in each protocol, with labels as a list, as an array and as numbers of numpy.
batch = {
    "data": np.array(np.arange(6144) * 7 % 256, np.uint8).reshape(2, 3072),
    "labels": [3, 9],
    "fine_labels": np.array([99, 4], np.int64),
    "coarse_labels": [np.int32(19), np.int64(0)],
    b"filenames": ["a.png", "\u00e4.png"],
    "mean": 0.5,
    "more": (None, True, -70000, 2**40, b"\x00'\xff"),
}
for protocol in range(6):
    with open(here / "pickles" / f"protocol{protocol}.pkl", "wb") as file:
        pickle.dump(batch, file, protocol)
golden["pickle"] = {key: digest(rows(batch["data"]), np.array(batch[key])) for key in ("labels", "fine_labels", "coarse_labels")}

(here / "formats.json").write_text(json.dumps(golden, indent=2) + "\n")
