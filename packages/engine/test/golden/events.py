"""Writes events.json: an event file by TensorBoard's own writer, in base64. Needs the package tensorboard (2.21).

The graph is one node; times and values are those of eventFile.test.ts.
"""

import base64
import json
import pathlib
import tempfile

from tensorboard.compat.proto import event_pb2, graph_pb2, summary_pb2
from tensorboard.summary.writer.record_writer import RecordWriter

graph = graph_pb2.GraphDef()
graph.node.add(name="block/x", op="NoOp")
events = [
    event_pb2.Event(wall_time=1700000000.5, file_version="brain.Event:2"),
    event_pb2.Event(wall_time=1700000000.5, graph_def=graph.SerializeToString()),
]
for tag, step, time, value in [("loss/train", 1, 1700000001.25, 2.3), ("loss/train", 300, 1700000002.0, -0.5)]:
    summary = summary_pb2.Summary(value=[summary_pb2.Summary.Value(tag=tag, simple_value=value)])
    events.append(event_pb2.Event(wall_time=time, step=step, summary=summary))

with tempfile.NamedTemporaryFile() as file:
    writer = RecordWriter(open(file.name, "wb"))
    for event in events:
        writer.write(event.SerializeToString())
    writer.close()
    written = pathlib.Path(file.name).read_bytes()

golden = {
    "graph": base64.b64encode(graph.SerializeToString()).decode(),
    "file": base64.b64encode(written).decode(),
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden, indent=2) + "\n")
