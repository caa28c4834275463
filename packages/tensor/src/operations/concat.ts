import type { Operation } from "../operation.ts"
import { TensorError } from "../tensorError.ts"
import { showType, sizeOf, type TensorType } from "../tensorType.ts"
import { apply, applyAll, type Value } from "../value.ts"
import { pad } from "./pad.ts"

/** The axis that joins, counted from 0. */
export interface ConcatAttributes {
  readonly axis: number
}

const joins = (first: TensorType, other: TensorType, axis: number): boolean =>
  other.dtype === first.dtype &&
  other.shape.length === first.shape.length &&
  other.shape.every((size, i) => i === axis || size === first.shape[i])

export const concatOperation: Operation<ConcatAttributes> = {
  name: "concat",
  precision: "widest",
  infer: (inputs, { axis }) => {
    const [first, ...others] = inputs
    if (first === undefined || others.length === 0) {
      throw new TensorError("concat", `joins two tensors or more, not ${inputs.length}`)
    }
    if (!Number.isInteger(axis) || axis < 0 || axis >= first.shape.length) {
      throw new TensorError("concat", `${showType(first)} has no axis ${axis}`)
    }
    const odd = others.find((other) => !joins(first, other, axis))
    if (odd !== undefined) {
      throw new TensorError("concat", `${showType(first)} and ${showType(odd)} do not join along axis ${axis}`)
    }
    const size = inputs.reduce((sum, { shape }) => sum + shape[axis]!, 0)
    return [{ ...first, shape: first.shape.with(axis, size) }]
  },
  gradient: (node, [dy]) => {
    const { axis } = node.attributes
    const sizes = node.inputs.map(({ shape }) => shape[axis]!)
    return dy === undefined ? sizes.map(() => undefined) : split(dy, sizes, axis)
  },
  evaluate: (inputs, { axis }, [output]) => {
    const joined = new Float64Array(sizeOf(output!.shape))
    const row = sizeOf(output!.shape.slice(axis))
    let first = 0
    for (const { data, shape } of inputs) {
      const own = sizeOf(shape.slice(axis))
      for (let at = 0; at * own < data.length; at++) {
        joined.set(data.subarray(at * own, (at + 1) * own), at * row + first)
      }
      first += own
    }
    return [joined]
  }
}

/**
 * Two values or more of one dtype one after the other along an axis, whose sizes add up; their other axes are equal.
 * Throws TensorError where they do not join, or there is no such axis.
 */
export const concat = (values: ReadonlyArray<Value>, axis: number): Value => apply(concatOperation, values, { axis })

/** The axis that is cut, and where. */
export interface SplitAttributes extends ConcatAttributes {
  /** Size of each part along the axis. */
  readonly sizes: ReadonlyArray<number>
}

const sum = (sizes: ReadonlyArray<number>): number => sizes.reduce((total, size) => total + size, 0)

export const splitOperation: Operation<SplitAttributes> = {
  name: "split",
  precision: ["widest"],
  infer: ([x], { axis, sizes }) => {
    const whole = sizes.every((size) => Number.isInteger(size) && size >= 0)
    if (x!.shape[axis] === undefined || !whole || sum(sizes) !== x!.shape[axis]) {
      throw new TensorError("split", `${showType(x!)} does not divide into [${sizes}] along axis ${axis}`)
    }
    return sizes.map((size) => ({ ...x!, shape: x!.shape.with(axis, size) }))
  },
  // One pass, where a slice for each part would have each lay its gradient into a whole of its own, to be added.
  gradient: (node, gradients) => {
    const { axis, sizes } = node.attributes
    const reached = sizes.flatMap((_, i) => (gradients[i] === undefined ? [] : [i]))
    // Where nothing flows there are zeros, which are laid around a neighbour.
    const parts = reached.map((at, k) => {
      const before = k === 0 ? sum(sizes.slice(0, at)) : 0
      const after = sum(sizes.slice(at + 1, reached[k + 1]))
      const gradient = gradients[at]!
      return before + after === 0
        ? gradient
        : pad(
            gradient,
            gradient.shape.map((_, i) => (i === axis ? [before, after] : [0, 0]))
          )
    })
    return [parts.length === 1 ? parts[0] : concat(parts, axis)]
  },
  evaluate: ([x], { axis, sizes }) => {
    const inner = sizeOf(x!.shape.slice(axis + 1))
    const row = x!.shape[axis]! * inner
    let first = 0
    return sizes.map((size) => {
      const from = first
      first += size * inner
      return x!.data.filter((_, i) => i % row >= from && i % row < from + size * inner)
    })
  }
}

/**
 * The parts of a value of any dtype that lie one after the other along an axis, of the given sizes: what `concat` puts
 * together again. Throws TensorError where the sizes do not add up to the axis.
 */
export const split = (x: Value, sizes: ReadonlyArray<number>, axis: number): ReadonlyArray<Value> =>
  applyAll(splitOperation, [x], { axis, sizes })
