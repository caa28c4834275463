import {
  add,
  batchNorm,
  cast,
  conv2d,
  gradients,
  matMul,
  multiply,
  oneHot,
  type Precision,
  type Program,
  pad,
  reduceMean,
  relu,
  scalar,
  softmaxCrossEntropy,
  stridedSlice,
  subtract,
  type Update,
  type Value,
  variable,
  variableName,
  withPrecision
} from "@ebcle/tensor"
import type { HostTensors } from "../src/hostTensor.ts"
import { float32 } from "../src/hostTensor.ts"
import type { Module } from "../src/module.ts"
import { randomTensors } from "./random.ts"

const [batch, size, colours, classes, width] = [8, 8, 3, 10, 4]

/** Collects the variables of a network as it is built. */
class Builder {
  readonly parameters: Array<Value> = []
  readonly averages: Array<Update> = []

  parameter(name: string, shape: ReadonlyArray<number>): Value {
    const value = variable(name, shape)
    this.parameters.push(value)
    return value
  }

  /** A 3x3 convolution with batch normalisation, whose statistics go into moving averages. */
  convolve(x: Value, name: string, outputs: number, stride: number): Value {
    const kernel = this.parameter(`${name}.kernel`, [3, 3, x.shape[3]!, outputs])
    const y = conv2d(x, kernel, { strides: [stride, stride], padding: [[1, 1], [1, 1]] }) // biome-ignore format: one line
    const [scale, offset] = [this.parameter(`${name}.scale`, [outputs]), this.parameter(`${name}.offset`, [outputs])]
    const normed = batchNorm(y, scale, offset, { epsilon: 1e-5 })
    for (const [statistic, value] of [
      ["mean", normed.mean],
      ["variance", normed.variance]
    ] as const) {
      const average = variable(`${name}.${statistic}`, [outputs])
      const moved = add(multiply(average, scalar(0.9)), multiply(value, scalar(0.1)))
      this.averages.push({ kind: "assign", variable: average, value: moved })
    }
    return normed.y
  }

  /** A residual block with He et al. 2015's shortcut A where it halves the image. */
  block(x: Value, name: string, outputs: number, stride: number): Value {
    const residual = this.convolve(relu(this.convolve(x, `${name}.1`, outputs, stride)), `${name}.2`, outputs, 1)
    if (stride === 1) return relu(add(residual, x))
    const channels = x.shape[3]!
    const half = stridedSlice(x, { begin: [0, 0, 0, 0], end: x.shape, strides: [1, stride, stride, 1] })
    return relu(add(residual, pad(half, [[0, 0], [0, 0], [0, 0], [channels / 2, channels / 2]]))) // biome-ignore format: one line
  }
}

const network = () => {
  const builder = new Builder()
  const images = variable("images", [batch, size, size, colours], "uint8")
  const labels = variable("labels", [batch], "int32")
  let x = multiply(subtract(cast(images, "float32"), scalar(127)), scalar(1 / 64))
  x = relu(builder.convolve(x, "stem", width, 1))
  for (const [stage, stride] of [1, 2, 2].entries()) x = builder.block(x, `stage${stage}`, width * 2 ** stage, stride)
  const pooled = reduceMean(x, [1, 2])
  const kernel = builder.parameter("dense.kernel", [pooled.shape[1]!, classes])
  const logits = add(matMul(pooled, kernel), builder.parameter("dense.bias", [classes]))
  const loss = reduceMean(softmaxCrossEntropy(logits, oneHot(labels, { depth: classes, on: 0.91, off: 0.01 })), [0])
  return { ...builder, loss, slopes: gradients(loss, builder.parameters) }
}

const velocityOf = (parameter: Value) => variable(`velocity/${variableName(parameter)}`, parameter.shape)

/**
 * A narrow ResNet-8 on one batch of small images: `look` gives the loss and the gradient of every parameter, `train`
 * is a loop of Nesterov steps that gives the loss.
 */
export const resNet8 = (precision: Precision): Module => {
  const { averages, loss, parameters, slopes } = network()
  const look: Program = {
    outputs: { loss, ...Object.fromEntries(parameters.map((value, i) => [variableName(value), slopes[i]!])) },
    updates: []
  }
  const descend = parameters.map((parameter, i): Update => {
    return {
      kind: "momentum",
      variable: parameter,
      velocity: velocityOf(parameter),
      gradient: add(slopes[i]!, multiply(parameter, scalar(1e-4))),
      learningRate: scalar(0.05),
      momentum: 0.9,
      nesterov: true
    }
  })
  const train: Program = { outputs: { loss }, updates: [...averages, ...descend] }
  return {
    entryPoints: {
      look: { kind: "once", program: withPrecision(look, precision) },
      train: { kind: "loop", program: withPrecision(train, precision) }
    }
  }
}

/** Values of all variables, a function of the seed alone. */
export const resNet8State = (seed: number): HostTensors => {
  const { bytes, floats, integers } = randomTensors(seed)
  const { averages, parameters } = network()
  const zeros = (value: Value) => float32(new Float32Array(value.shape.reduce((a, b) => a * b, 1)), value.shape)
  const started = parameters.map((parameter) => {
    const { shape } = parameter
    const fanIn = shape.slice(0, -1).reduce((a, b) => a * b, 1)
    // Scales and offsets are not left at one and zero, where mistakes would cancel.
    return [variableName(parameter), floats(shape, shape.length === 1 ? 1 : Math.sqrt(6 / fanIn))] as const
  })
  return {
    images: bytes([batch, size, size, colours]),
    labels: integers([batch], 0, classes),
    ...Object.fromEntries(started),
    ...Object.fromEntries(parameters.map((parameter) => [variableName(velocityOf(parameter)), zeros(parameter)])),
    ...Object.fromEntries(averages.map(({ variable: average }) => [variableName(average), zeros(average)]))
  }
}
