import type { RandomUniformAttributes } from "@ebcle/tensor"
import { attr } from "./attributes.ts"
import type { Lowering } from "./lowering.ts"
import type { NodeSink, Reference } from "./nodeSink.ts"

/** TensorFlow's number for Philox among its generators (`tf.random.Algorithm`). */
const philox = 1

/** `pairs` pairs of int32 as uint64, the first of a pair the lower half. */
const toUint64 = (words: Reference, pairs: number, sink: NodeSink): Reference => {
  const shape = { T: attr.type("int32"), Tshape: attr.type("int32") }
  const paired = sink.one("Reshape", { inputs: [words, sink.ints([pairs, 2])], attributes: shape })
  return sink.one("Bitcast", { inputs: [paired], attributes: { T: attr.type("int32"), type: attr.type("uint64") } })
}

export const lowerRandom: Readonly<Record<string, Lowering>> = {
  randomUniform: (node, [key, counter], sink) =>
    sink.add("StatelessRandomUniformV2", {
      inputs: [
        sink.ints((node.attributes as RandomUniformAttributes).shape),
        toUint64(key!, 1, sink),
        toUint64(counter!, 2, sink),
        sink.constant("int32", [], [philox])
      ],
      attributes: { dtype: attr.type("float32"), Tshape: attr.type("int32") }
    })
}
