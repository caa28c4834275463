import {
  conv2d,
  gradients,
  input,
  multiply,
  type Padding,
  type Program,
  programRoots,
  reduceSum,
  topologicalOrder,
  variable,
  withPrecision
} from "@ebcle/tensor"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { describe } from "vitest"
import { Engine } from "../src/engine.ts"
import { float32 } from "../src/hostTensor.ts"
import { fuseWinograd, type WinogradAttributes } from "../src/tensorflow/kernels/fuseWinograd.ts"
import { tensorflowLayer } from "./engines.ts"

const ones: Padding = [[1, 1], [1, 1]] // biome-ignore format: pairs belong together

interface Setting {
  readonly size?: number
  readonly stride?: number
  readonly dilation?: number
  readonly groups?: number
  readonly channels?: number
  readonly batch?: number
  readonly padding?: Padding
}

/** A convolution of [batch, 16, 16, channels] to 16 outputs, and the gradient of its input. */
const programOf = (setting: Setting): Program => {
  const { batch = 2, channels = 8, dilation = 1, groups = 1, padding = ones, size = 3, stride = 1 } = setting
  const x = variable("x", [batch, 16, 16, channels])
  const kernel = variable("kernel", [size, size, channels / groups, 16])
  const y = conv2d(x, kernel, { strides: [stride, stride], padding, dilations: [dilation, dilation] })
  return { outputs: { y, dx: gradients(reduceSum(multiply(y, y), [0, 1, 2, 3]), [x])[0]! }, updates: [] }
}

/** The attributes of our convolutions in a program. */
const taken = (program: Program): ReadonlyArray<WinogradAttributes> =>
  topologicalOrder(programRoots(fuseWinograd(program)))
    .filter(({ operation }) => operation.name === "nativeWinograd")
    .map(({ attributes }) => attributes as WinogradAttributes)

const forward = (padding = ones): WinogradAttributes => ({ padding, rotated: false })
const inputGradient = (padding = ones): WinogradAttributes => ({ padding, rotated: true })

describe("fuseWinograd takes", () => {
  it.each<readonly [string, Setting, ReadonlyArray<WinogradAttributes>]>([
    ["3x3 by strides of 1 and the gradient of its input", {}, [forward(), inputGradient()]],
    [
      "what is left of two zeros on each side in the gradient",
      { padding: [[0, 2], [1, 0]] }, // biome-ignore format: pairs belong together
      [forward([[0, 2], [1, 0]]), inputGradient([[2, 0], [1, 2]])] // biome-ignore format: pairs belong together
    ],
    ["the gradient alone of a few channels, as of an image", { channels: 3 }, [inputGradient()]],
    ["no other kernel", { size: 5 }, []],
    ["no strides", { stride: 2 }, []],
    ["no groups", { groups: 2 }, []],
    ["no dilation", { dilation: 2 }, []],
    ["no zeros beyond the gradient's reach", { padding: [[3, 1], [1, 1]] }, []], // biome-ignore format: pairs belong together
    ["no single image of a few pixels", { batch: 1 }, []]
  ])("%s", (_, setting, expected) => {
    expect(taken(programOf(setting))).toEqual(expected)
  })

  it("nothing in bfloat16", () => {
    expect(taken(withPrecision(programOf({}), "bfloat16"))).toEqual([])
  })
})

it.effect.each([Number.NaN, Number.POSITIVE_INFINITY])(
  "%s spoils the pixels that the kernel reads it for alone",
  (bad) =>
    Effect.gen(function* () {
      const [x, kernel] = [input("x", [2, 16, 16, 8]), input("kernel", [3, 3, 8, 8])]
      const y = conv2d(x, kernel, { strides: [1, 1], padding: ones })
      const program: Program = { outputs: { y }, updates: [] }
      expect(taken(program)).toEqual([forward()])
      const session = yield* (yield* Engine).open({ entryPoints: { once: { kind: "once", program } } })
      const weights = float32(new Float32Array(3 * 3 * 8 * 8).fill(1), kernel.shape)
      for (const [row, column] of [
        [6, 9],
        [7, 8],
        [0, 15]
      ] as const) {
        // biome-ignore format: pairs belong together
        const image = new Float32Array(2 * 16 * 16 * 8).fill(1)
        image[(row * 16 + column) * 8 + 3] = bad
        const { y } = yield* session.run("once", { x: float32(image, x.shape), kernel: weights })
        const spoilt = Array.from(y!.data).flatMap((value, i) => (Number.isFinite(value) ? [] : [i]))
        const expected = Array.from({ length: y!.data.length }, (_, i) => i).filter((i) => {
          const pixel = Math.floor(i / 8)
          return Math.abs(Math.floor(pixel / 16) - row) <= 1 && Math.abs((pixel % 16) - column) <= 1
        })
        expect(spoilt).toEqual(expected)
      }
    }).pipe(Effect.scoped, Effect.provide(tensorflowLayer))
)
