import {
  evaluate,
  input,
  type RandomSource,
  randomSource,
  type Shape,
  seedWords,
  type Value,
  variable
} from "@ebcle/tensor"
import { randomStream } from "../../src/randomStream.ts"
import { names } from "../../src/variableNames.ts"

/** The random source of the tests, whose seed is 5 and whose step is an input. */
export const testSource = (): RandomSource =>
  randomSource(variable(names.seed, [2], "int32"), input("step", [], "int32"))

/** What a value is in a step. */
export const valueIn = (step: number, value: Value, images?: ReadonlyArray<number>): Float64Array => {
  const tensor = (data: ReadonlyArray<number>, shape: Shape) => ({ shape, data: Float64Array.from(data) })
  return evaluate(
    { outputs: { value }, updates: [] },
    { [names.seed]: tensor([...seedWords(5)], [2]), ...(images && { images: tensor(images, imageShape) }) },
    { step: tensor([step], []) }
  ).outputs.value!.data
}

/** The uniform numbers that a purpose gets in a step. */
export const drawn = (purpose: string, shape: Shape, step: number): ReadonlyArray<number> => [
  ...valueIn(step, testSource()(purpose, shape))
]

/** Images [3, 5, 4, 3] of the tests. */
export const imageShape = [3, 5, 4, 3] as const

const { integer } = randomStream(1, "images")
export const pixels: ReadonlyArray<number> = Array.from({ length: 3 * 5 * 4 * 3 }, () => integer(256))

/** What becomes of the images in a step. */
export const changed = (
  dtype: "uint8" | "float32",
  change: (images: Value, random: RandomSource) => Value,
  step: number
): ReadonlyArray<number> => [...valueIn(step, change(variable("images", imageShape, dtype), testSource()), pixels)]

/** The images of the tests with each element replaced by a function of image, row, column and channel. */
export const mapPixels = (
  element: (
    at: (row: number, column: number, channel: number) => number,
    n: number,
    y: number,
    x: number,
    c: number
  ) => number
): ReadonlyArray<number> => {
  const [, height, width, channels] = imageShape
  return pixels.map((_, i) => {
    const [c, x, y] = [i % channels, Math.floor(i / channels) % width, Math.floor(i / (channels * width)) % height]
    const n = Math.floor(i / (channels * width * height))
    const at = (row: number, column: number, channel: number): number =>
      row < 0 || row >= height || column < 0 || column >= width
        ? 0
        : pixels[((n * height + row) * width + column) * channels + channel]!
    return element(at, n, y, x, c)
  })
}

/** Steps of the tests. */
export const steps = [0, 1, 2, 3, 1000]
