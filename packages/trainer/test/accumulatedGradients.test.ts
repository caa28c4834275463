import { constant, evaluate, scalar, sizeOf } from "@ebcle/tensor"
import type { Architecture, Layer } from "@ebcle/zoo"
import { it } from "vitest"
import { accumulatedGradients } from "../src/accumulatedGradients.ts"
import { randomStream } from "../src/randomStream.ts"
import { expectClose } from "./expectClose.ts"

const layers: ReadonlyArray<Layer> = [
  { kind: "globalAveragePool" },
  { kind: "dense", name: "dense", inputs: 2, outputs: 3 }
]
const architecture: Architecture = {
  name: "linear",
  family: "resnet",
  input: [3, 3, 2],
  classes: 3,
  depth: 1,
  width: 2,
  stem: [],
  stages: [],
  head: layers,
  layers,
  trace: []
}

const { integer, normal } = randomStream(1, "batch")
const normals = (shape: ReadonlyArray<number>) => Array.from({ length: sizeOf(shape) }, normal)
const labels = () =>
  constant(
    Array.from({ length: 6 }, () => integer(3)),
    [6],
    "int32"
  )
const batch = {
  images: constant(normals([6, 3, 3, 2]), [6, 3, 3, 2]),
  labels: labels(),
  mixed: { labels: labels(), share: constant([0.1, 0.3, 0.5, 0.7, 0.9, 1], [6]) }
}
const state = {
  "dense.kernel": { shape: [2, 3], data: Float64Array.from(normals([2, 3])) },
  "dense.bias": { shape: [3], data: Float64Array.from(normals([3])) }
}

it.each([2, 3, 6])("a batch of mixed images gives the same in %d parts, without batch norm", (parts) => {
  const results = (count: number) => {
    const { correct, gradients, loss } = accumulatedGradients(architecture, batch, 0.1, count, {
      recompute: false,
      scale: scalar(1)
    })
    const outputs = { loss, correct, ...Object.fromEntries(gradients.map((gradient, i) => [`slope${i}`, gradient])) }
    return evaluate({ outputs, updates: [] }, state).outputs
  }
  const whole = results(1)
  for (const [name, { data }] of Object.entries(results(parts))) expectClose(data, [...whole[name]!.data], 1e-12, name)
})
