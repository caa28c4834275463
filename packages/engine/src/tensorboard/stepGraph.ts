import { create, toBinary } from "@bufbuild/protobuf"
import type { Program } from "@ebcle/tensor"
import { GraphDefSchema } from "../generated/tensorflow/core/framework/graph_pb.ts"
import { programInputs } from "../module.ts"
import { attr } from "../tensorflow/attributes.ts"
import { lowerProgram } from "../tensorflow/lowerProgram.ts"
import { NodeSink } from "../tensorflow/nodeSink.ts"
import { producer } from "../tensorflow/savedModel.ts"

/**
 * One run of a program as a GraphDef to look at: TensorFlow's operations alone, none of our kernels, so that it is the same on
 * every machine. A viewer folds names at slashes: by phase, but for the forward pass, then by the parts of the layer's name.
 */
export const stepGraph = (program: Program): Uint8Array => {
  const sink = new NodeSink("graph", "", "cpu", ({ layer, phase }) => [
    ...(phase === "forward" ? [] : [phase]),
    ...(layer?.split(".") ?? [])
  ])
  const inputs = Object.fromEntries(
    [...programInputs(program)].map(([name, { dtype, shape }]) => {
      const attributes = { dtype: attr.type(dtype), shape: attr.shape(shape) }
      return [name, sink.one("Placeholder", { name, attributes })]
    })
  )
  lowerProgram(program, inputs, sink)
  return toBinary(GraphDefSchema, create(GraphDefSchema, { node: sink.nodes, versions: { producer } }))
}
