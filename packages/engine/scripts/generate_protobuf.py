"""Writes src/generated: TypeScript types of SavedModels and of TensorBoard's event files, from the descriptors inside a TensorFlow wheel.

Usage: python generate_protobuf.py WHEEL PROTOC_GEN_ES
  WHEEL          tensorflow_cpu-2.21.0-*.whl
  PROTOC_GEN_ES  the plug-in of the npm package @bufbuild/protoc-gen-es 2.17.0 (needs Node >= 22 on the path)
Needs the package `protobuf`. The wheel ships no .proto files, but each *_pb2.py holds its own descriptor.
"""

import importlib
import pathlib
import subprocess
import sys
import tempfile
import zipfile

from google.protobuf import descriptor_pb2, descriptor_pool
from google.protobuf.compiler import plugin_pb2

wheel, plugin = sys.argv[1:]
target = pathlib.Path(__file__).parent.parent / "src" / "generated"
roots = ["tensorflow/core/protobuf/saved_model.proto", "tensorflow/core/util/event.proto"]
folders = ("tensorflow/core/framework/", "tensorflow/core/protobuf/", "tensorflow/core/util/", "tensorflow/compiler/xla/tsl/protobuf/")

with tempfile.TemporaryDirectory() as folder:
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.startswith(folders) and name.endswith("_pb2.py"):
                archive.extract(name, folder)
    sys.path.insert(0, folder)
    for root in roots:
        importlib.import_module(root.removesuffix(".proto").replace("/", ".") + "_pb2")

request = plugin_pb2.CodeGeneratorRequest(parameter="target=ts,import_extension=ts")
added = set()


def add(file):
    if file.name in added:
        return
    added.add(file.name)
    for dependency in file.dependencies:
        add(dependency)
    proto = descriptor_pb2.FileDescriptorProto()
    file.CopyToProto(proto)
    request.proto_file.append(proto)
    # Google's own well-known types come with the runtime library.
    if not file.name.startswith("google/"):
        request.file_to_generate.append(file.name)


for root in roots:
    add(descriptor_pool.Default().FindFileByName(root))
answer = subprocess.run([plugin], input=request.SerializeToString(), stdout=subprocess.PIPE, check=True).stdout
for file in plugin_pb2.CodeGeneratorResponse.FromString(answer).file:
    path = target / file.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(file.content)
