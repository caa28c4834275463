"""Unpacks the named members of a wheel: unpack.py WHEEL TARGET MEMBER...

A MEMBER ending in "/" names all files below it. Members are streamed, so memory does not grow with their size, and
zipfile checks each one's CRC. Prints the unpacked files as one JSON list of {"path", "bytes"}.
"""

import json
import os
import sys
import zipfile

wheel, target, *members = sys.argv[1:]
missing = set(members)
files = []
with zipfile.ZipFile(wheel) as archive:
    for info in archive.infolist():
        member = next((m for m in members if info.filename == m or (m.endswith("/") and info.filename.startswith(m))), None)
        if member is None or info.is_dir():
            continue
        missing.discard(member)
        path = archive.extract(info, target)
        if (info.external_attr >> 16) & 0o111:
            os.chmod(path, 0o755)
        files.append({"path": info.filename, "bytes": info.file_size})
if missing:
    sys.exit("the wheel has no member " + ", ".join(sorted(missing)))
print(json.dumps(files))
