import { constant, evaluate, gradients, input, multiply, reduceSum, sizeOf, type Tensor64 } from "@ebcle/tensor"
import { type Architecture, densenet, receptiveFields, resnet, shufflenetV2OfBlocks } from "@ebcle/zoo"
import { expect, it } from "vitest"
import { buildNetwork, type ParameterRole } from "../src/buildNetwork.ts"

const task = { input: [33, 33, 2], classes: 2 } as const

// None with a maximum, whose gradient goes to one pixel of all that it sees.
const networks: ReadonlyArray<readonly [name: string, network: Architecture]> = [
  ["resnet8", resnet({ depth: 8, width: 1, ...task })],
  ["resnet8-b", resnet({ depth: 8, width: 1, kind: "option-b", ...task })],
  ["resnet8-preact", resnet({ depth: 8, width: 1, kind: "pre-activation", ...task })],
  ["densenet7", densenet({ depth: 7, growthRate: 1, ...task })],
  ["shufflenet-v2", shufflenetV2OfBlocks({ blocks: [2, 1, 1], width: 1, head: 2, ...task })]
]

/** Nothing is negative, so that no part of a gradient cancels and every ReLU is open. */
const positive = (role: ParameterRole): number => (role === "movingMean" || role === "offset" ? 0 : 1)

/** Rows of the image on which a pixel of what goes into a part depends, by its gradient; the most of three in the middle. */
const support = (network: Architecture, part: number): number => {
  const images = input("images", [1, ...network.input])
  const { parameters, segments } = buildNetwork(network, images, false)
  const features = segments[part]!.input
  const [, rows, columns, channels] = features.shape as [number, number, number, number]
  const tensor = (value: number, shape: ReadonlyArray<number>): Tensor64 => ({
    shape,
    data: new Float64Array(sizeOf(shape)).fill(value)
  })
  const state = Object.fromEntries(
    parameters.map(({ name, role, value }) => [name, tensor(positive(role), value.shape)])
  )
  const [middleRow, middle] = [Math.floor(rows / 2), Math.floor(columns / 2)]
  return Math.max(
    ...[middleRow - 1, middleRow, middleRow + 1].map((row) => {
      const mask = constant(
        Array.from({ length: rows * columns * channels }, (_, i) =>
          Math.floor(i / channels) === row * columns + middle ? 1 : 0
        ),
        features.shape
      )
      const [slope] = gradients(reduceSum(multiply(features, mask), [0, 1, 2, 3]), [images])
      const { outputs } = evaluate({ outputs: { slope: slope! }, updates: [] }, state, {
        images: tensor(1, images.shape)
      })
      const { data } = outputs.slope!
      const perRow = data.length / network.input[0]
      const seen = Array.from({ length: network.input[0] }, (_, i) => i).filter((i) =>
        data.slice(i * perRow, (i + 1) * perRow).some((value) => value !== 0)
      )
      return seen.at(-1)! - seen[0]! + 1
    })
  )
}

it.each(networks)("the receptive fields of %s are as large as the gradient of a pixel reaches", (_, network) => {
  // Behind the stem and each block, as long as the image is larger by some pixels, so that none is cut off.
  const fields = receptiveFields(network)
    .slice(0, -1)
    .filter((field) => field !== null && field <= 25)
  expect(fields.length).toBeGreaterThan(1)
  const first = network.stem.length === 0 ? 1 : 0
  fields.slice(first).forEach((field, i) => {
    expect(support(network, i + 1), `part ${i}`).toBe(field)
  })
})
