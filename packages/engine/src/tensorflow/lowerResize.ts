import type { Node } from "@ebcle/tensor"
import { attr } from "./attributes.ts"
import { type Lowering, typeOf } from "./lowering.ts"

const resizeAttributes = (node: Node) => ({
  T: attr.type(typeOf(node)),
  align_corners: attr.bool(false),
  half_pixel_centers: attr.bool(true)
})

const sizeOfImage = (node: Node): ReadonlyArray<number> => node.outputs[0]!.shape.slice(1, 3)

const resized =
  (op: string): Lowering =>
  (node, [x], sink) =>
    sink.add(op, {
      inputs: [x!, sink.ints(sizeOfImage(node))],
      attributes: resizeAttributes(node),
      outputs: ["resized_images"]
    })

/** Images of another size, and the gradients. */
export const lowerResize: Readonly<Record<string, Lowering>> = {
  resizeNearest: resized("ResizeNearestNeighbor"),
  resizeNearestGradient: (node, [dy], sink) =>
    sink.add("ResizeNearestNeighborGrad", {
      inputs: [dy!, sink.ints(sizeOfImage(node))],
      attributes: resizeAttributes(node)
    }),
  resizeBilinear: resized("ResizeBilinear"),
  resizeBilinearGradient: (node, [dy], sink) => {
    // Of the image TensorFlow reads the size alone, but wants it to be one.
    const image = sink.one("Fill", {
      inputs: [sink.ints(node.outputs[0]!.shape), sink.constant("float32", [], [0])],
      attributes: { T: attr.type("float32"), index_type: attr.type("int32") }
    })
    return sink.add("ResizeBilinearGrad", { inputs: [dy!, image], attributes: resizeAttributes(node) })
  }
}
