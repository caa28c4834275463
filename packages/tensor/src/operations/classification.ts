import type { Operation } from "../operation.ts"
import { TensorError } from "../tensorError.ts"
import { sameShape, showType, sizeOf } from "../tensorType.ts"
import { apply, applyAll, outputOf, type Value } from "../value.ts"
import { multiply } from "./elementwise.ts"
import { reshape } from "./reshape.ts"

/** Length of a row, what it holds at the label, and what elsewhere. */
export interface OneHotAttributes {
  readonly depth: number
  readonly on: number
  readonly off: number
}

export const oneHotOperation: Operation<OneHotAttributes> = {
  name: "oneHot",
  precision: ["fixed"],
  infer: ([labels], { depth }) => {
    if (labels!.dtype !== "int32") throw new TensorError("oneHot", `labels must be int32, not ${showType(labels!)}`)
    return [{ shape: [...labels!.shape, depth], dtype: "float32" }]
  },
  evaluate: ([labels], { depth, off, on }) => {
    const rows = new Float64Array(labels!.data.length * depth).fill(off)
    labels!.data.forEach((label, i) => {
      if (label >= 0 && label < depth) rows[i * depth + label] = on
    })
    return [rows]
  }
}

/**
 * Rows of `off` with `on` at the label: int32[...] -> float32[..., depth], all `off` where the label is not in [0,
 * depth). With off = ε / classes and on = 1 - ε + off these are smoothed labels (Szegedy et al. 2016, section 7).
 * Throws TensorError for labels of another dtype.
 */
export const oneHot = (labels: Value, attributes: OneHotAttributes): Value =>
  apply(oneHotOperation, [labels], attributes)

export const softmaxCrossEntropyOperation: Operation<Readonly<Record<never, never>>> = {
  name: "softmaxCrossEntropy",
  precision: ["float32", "float32"],
  infer: ([logits, targets]) => {
    const fits = logits!.shape.length === 2 && sameShape(logits!.shape, targets!.shape)
    if (!fits || logits!.dtype !== "float32" || targets!.dtype !== "float32") {
      throw new TensorError(
        "softmaxCrossEntropy",
        `${showType(logits!)} and ${showType(targets!)} are not float32[N, classes] both`
      )
    }
    return [{ shape: [logits!.shape[0]!], dtype: "float32" }, logits!]
  },
  gradient: (node, [dLoss, dGradient]) => {
    if (dGradient !== undefined) throw new TensorError("softmaxCrossEntropy", "has no second derivative")
    // Output 1 is softmax(logits) - targets, the gradient of each row's loss.
    const rows = node.outputs[0]!.shape[0]!
    return [dLoss && multiply(outputOf(node, 1), reshape(dLoss, [rows, 1])), undefined]
  },
  evaluate: ([logits, targets]) => {
    const [rows, classes] = logits!.shape as [number, number]
    const loss = new Float64Array(rows)
    const gradient = new Float64Array(sizeOf(logits!.shape))
    for (let i = 0; i < rows; i++) {
      const row = logits!.data.subarray(i * classes, (i + 1) * classes)
      const largest = Math.max(...row)
      const sum = row.reduce((total, z) => total + Math.exp(z - largest), 0)
      row.forEach((z, c) => {
        const target = targets!.data[i * classes + c]!
        const logProbability = z - largest - Math.log(sum)
        loss[i]! -= target * logProbability
        gradient[i * classes + c] = Math.exp(logProbability) - target
      })
    }
    return [loss, gradient]
  }
}

/**
 * Cross-entropy of softmax(logits) against target distributions, both float32[N, classes] -> float32[N], in nats:
 * -Σ target · ln softmax. Gradients flow to the logits. Throws TensorError for other shapes.
 */
export const softmaxCrossEntropy = (logits: Value, targets: Value): Value =>
  applyAll(softmaxCrossEntropyOperation, [logits, targets], {})[0]!

export const argMaxOperation: Operation<Readonly<Record<never, never>>> = {
  name: "argMax",
  precision: ["fixed"],
  infer: ([x]) => {
    if (x!.shape.length !== 2) throw new TensorError("argMax", `${showType(x!)} is not [N, classes]`)
    return [{ shape: [x!.shape[0]!], dtype: "int32" }]
  },
  evaluate: ([x]) => {
    const [rows, classes] = x!.shape as [number, number]
    return [
      Float64Array.from({ length: rows }, (_, i) => {
        const row = x!.data.subarray(i * classes, (i + 1) * classes)
        return row.indexOf(Math.max(...row))
      })
    ]
  }
}

/**
 * Index of the largest entry of each row of [N, classes], the first of equals: int32[N]. Throws TensorError for other
 * shapes.
 */
export const argMax = (x: Value): Value => apply(argMaxOperation, [x], {})
