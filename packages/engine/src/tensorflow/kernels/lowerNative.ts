import type { Node } from "@ebcle/tensor"
import { attr } from "../attributes.ts"
import { type Lowering, typeOf } from "../lowering.ts"
import type { FusedNormAttributes, FusedNormGradientAttributes } from "./fusedNorm.ts"
import type { ConvolutionGradientAttributes } from "./fuseKernelGradient.ts"
import type { WinogradAttributes } from "./fuseWinograd.ts"

const geometry = (node: Node) => {
  const { padding, strides } = node.attributes as ConvolutionGradientAttributes
  return {
    T: attr.type(typeOf(node)),
    strides: attr.ints(strides),
    before: attr.ints(padding.map(([before]) => before))
  }
}

const kernelGradient =
  (op: string): Lowering =>
  (node, inputs, sink) => {
    const { shape } = node.attributes as ConvolutionGradientAttributes
    return sink.add(op, {
      inputs,
      attributes: { ...geometry(node), kernel: attr.ints(shape.slice(0, 2)) },
      outputs: ["dk"]
    })
  }

/** The operations of our own library (`tools/native/assets/kernels`), which rewritten programs hold. */
export const lowerNative: Readonly<Record<string, Lowering>> = {
  nativeKernelGradient: kernelGradient("EbcleConv2DKernelGrad"),
  nativeDepthwiseKernelGradient: kernelGradient("EbcleDepthwiseKernelGrad"),
  nativeDepthwiseInputGradient: (node, inputs, sink) => {
    const { shape } = node.attributes as ConvolutionGradientAttributes
    return sink.add("EbcleDepthwiseInputGrad", {
      inputs,
      attributes: { ...geometry(node), size: attr.ints(shape.slice(1, 3)) },
      outputs: ["dx"]
    })
  },
  nativeWinograd: (node, inputs, sink) => {
    const { padding, rotated } = node.attributes as WinogradAttributes
    return sink.add("EbcleConv2DWinograd", {
      inputs,
      attributes: {
        T: attr.type(typeOf(node)),
        before: attr.ints(padding.map(([before]) => before)),
        after: attr.ints(padding.map(([, after]) => after)),
        rotated: attr.bool(rotated)
      },
      outputs: ["y"]
    })
  },
  fusedNorm: (node, inputs, sink) => {
    const { activation, epsilon } = node.attributes as FusedNormAttributes
    return sink.add("EbcleBatchNorm", {
      inputs,
      attributes: {
        T: attr.type(typeOf(node)),
        activation: attr.text(activation),
        epsilon: attr.float(epsilon),
        sides: attr.int(inputs.length - 3)
      },
      outputs: ["y", "mean", "variance", "kept_mean", "kept_inverse"]
    })
  },
  fusedNormGradient: (node, inputs, sink) => {
    const { activation, addendChannel, masked, side } = node.attributes as FusedNormGradientAttributes
    const masks = masked ? 1 : 0
    const addends = addendChannel === undefined ? 0 : 1
    return sink.add("EbcleBatchNormGrad", {
      inputs,
      attributes: {
        T: attr.type(typeOf(node)),
        activation: attr.text(activation),
        masks: attr.int(masks),
        gradients: attr.int(inputs.length - 5 - masks - addends),
        sides: attr.int(side ? 1 : 0),
        addends: attr.int(addends),
        addend_channel: attr.int(addendChannel ?? 0)
      },
      outputs: ["dx", "d_scale", "d_offset", ...(side ? ["d_side"] : [])]
    })
  }
}
