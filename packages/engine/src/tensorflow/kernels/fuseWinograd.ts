import {
  applyAll,
  type ConvolutionAttributes,
  type Node,
  type Padding,
  type Program,
  programRoots,
  type Replacement,
  rewriteProgram,
  topologicalOrder,
  type Value
} from "@ebcle/tensor"
import { nativeOperation } from "./nativeOperation.ts"

/** Where a kernel of 3x3 is laid by strides of 1. */
export interface WinogradAttributes {
  readonly padding: Padding
  /** Whether this is the input gradient of the kernel's convolution: it reads the kernel from its end, channels exchanged. */
  readonly rotated: boolean
}

/** A convolution with a kernel of 3x3 by strides of 1 in float32, by Winograd's minimal filtering F(2x2, 3x3). */
export const nativeWinograd = nativeOperation<WinogradAttributes>(
  "nativeWinograd",
  ([x, kernel], { padding, rotated }) => {
    const [rows, columns] = padding.map(([before, after], axis) => x!.shape[axis + 1]! + before + after - 2)
    return [{ shape: [x!.shape[0]!, rows!, columns!, kernel!.shape[rotated ? 2 : 3]!], dtype: x!.dtype }]
  }
)

/** Fewer input channels than this leave most of a register empty while tiles are transformed. */
const fewestChannels = 8

/** Fewer tiles than this do not repay the transformation of the kernel. */
const fewestTiles = 128

/** Zeros around the gradient of a convolution, for the gradient of its input. */
const beyond = ([before, after]: Padding[number]): Padding[number] => [2 - before, 2 - after]

/** The attributes of our convolution in the place of a node; undefined where it cannot stand there, or would be slower. */
const attributesOf = ({ attributes, inputs, operation, outputs }: Node): WinogradAttributes | undefined => {
  const rotated = operation.name === "conv2dInputGradient"
  if (!rotated && operation.name !== "conv2d") return undefined
  const [from, { shape: kernel }] = inputs as [Value, Value]
  const [batch, rows, columns, channels] = outputs[0]!.shape as [number, number, number, number]
  const { dilations, padding, strides } = attributes as ConvolutionAttributes
  const isPlain = [...strides, ...dilations].every((step) => step === 1) && kernel[0] === 3 && kernel[1] === 3
  const isDense = kernel[2] === (rotated ? channels : from.shape[3])
  const tiles = batch * Math.ceil(rows / 2) * Math.ceil(columns / 2)
  const isWorthwhile = from.shape[3]! >= fewestChannels && tiles >= fewestTiles
  const isOurs = from.dtype === "float32" && isPlain && isDense && isWorthwhile && Math.max(...padding.flat()) <= 2
  if (!isOurs) return undefined
  return { padding: rotated ? [beyond(padding[0]), beyond(padding[1])] : padding, rotated }
}

/** Replaces convolutions of 3x3 by strides of 1 in float32, and the gradients of their inputs. */
export const fuseWinograd = (program: Program): Program => {
  const replacements = topologicalOrder(programRoots(program)).flatMap(
    (node): ReadonlyArray<readonly [Node, Replacement]> => {
      const attributes = attributesOf(node)
      if (attributes === undefined) return []
      return [[node, { needs: node.inputs, make: (operands) => applyAll(nativeWinograd, operands, attributes) }]]
    }
  )
  return rewriteProgram(program, new Map(replacements))
}
