"""Writes native.lock.json: python3 makeLock.py TENSORFLOW_VERSION > ../native.lock.json

Downloads each wheel with pip (for Python 3.12 on Linux x86-64 with glibc 2.27 or newer), takes its SHA-256 and the size
of the members that are unpacked, and deletes it. The NVIDIA versions are the newest that the wheel's own "and-cuda"
extra allows, which is what `pip install tensorflow[and-cuda]` takes. Needs about 1 GB free for the largest wheel.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile

PYTHON = "3.12"
PLATFORMS = [f"manylinux_2_{minor}_x86_64" for minor in range(27, 4, -1)] + ["manylinux2014_x86_64", "manylinux2010_x86_64"]
TENSORFLOW_MEMBERS = [
    "tensorflow/libtensorflow_cc.so.2",
    "tensorflow/libtensorflow_framework.so.2",
    "tensorflow/include/tensorflow/c/",
    "tensorflow/include/tsl/",
    "tensorflow/include/xla/tsl/c/",
]


def members_of(name):
    if name.startswith("tensorflow"):
        return TENSORFLOW_MEMBERS
    library = re.fullmatch(r"nvidia-(.*)-cu12", name).group(1).replace("-", "_")
    if library == "cuda_nvcc":
        return ["nvidia/cuda_nvcc/bin/", "nvidia/cuda_nvcc/nvvm/libdevice/"]
    return [f"nvidia/{library}/lib/"]


def lock_wheel(name, requirement):
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir", "--only-binary=:all:"]
        command += ["--python-version", PYTHON, "--dest", folder]
        command += [f"--platform={platform}" for platform in PLATFORMS]
        subprocess.run(command + [requirement], check=True, stdout=sys.stderr, env={**os.environ, "TMPDIR": folder})
        (file,) = [entry for entry in os.listdir(folder) if entry.endswith(".whl")]
        path = os.path.join(folder, file)
        digest = hashlib.sha256()
        with open(path, "rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
        members = members_of(name)
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(i.file_size for i in archive.infolist() if i.filename.startswith(tuple(members)))
            metadata = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
            requires = re.findall(r'^Requires-Dist: (\S+?)([<>=][^;\s]*); extra == "and-cuda"', archive.read(metadata).decode(), re.M)
        wheel = {
            "name": name,
            "version": file.split("-")[1],
            "file": file,
            "sha256": digest.hexdigest(),
            "bytes": os.path.getsize(path),
            "members": members,
            "unpackedBytes": unpacked,
        }
        return wheel, requires


version = sys.argv[1]
cpu, _ = lock_wheel("tensorflow-cpu", f"tensorflow-cpu=={version}")
cuda, requires = lock_wheel("tensorflow", f"tensorflow=={version}")
nvidia = [lock_wheel(name, name + bounds)[0] for name, bounds in sorted(requires)]
print(json.dumps({"tensorflow": version, "python": PYTHON, "sets": {"cpu": [cpu], "cuda": [cuda, *nvidia]}}, indent=2))
