import { attr } from "./attributes.ts"
import { type Lowering, typeOf } from "./lowering.ts"

/** Rows by index, and their gradient. */
export const lowerGather: Readonly<Record<string, Lowering>> = {
  gather: (node, [x, indices], sink) =>
    sink.add("GatherV2", {
      inputs: [x!, indices!, sink.constant("int32", [], [0])],
      attributes: {
        Tparams: attr.type(typeOf(node)),
        Tindices: attr.type("int32"),
        Taxis: attr.type("int32"),
        batch_dims: attr.int(0)
      }
    }),
  gatherGradient: (node, [dy, indices], sink) =>
    sink.add("UnsortedSegmentSum", {
      inputs: [dy!, indices!, sink.constant("int32", [], [node.outputs[0]!.shape[0]!])],
      attributes: {
        T: attr.type(typeOf(node)),
        Tindices: attr.type("int32"),
        Tnumsegments: attr.type("int32")
      }
    })
}
