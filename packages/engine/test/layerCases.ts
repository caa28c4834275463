import { add, batchNorm, concat, constant, multiply, relu, stridedSlice, swish } from "@ebcle/tensor"
import {
  type ConformanceCase,
  convolution,
  followed,
  normalisation,
  normalisationByGiven,
  one,
  pooling,
  two
} from "./conformanceCase.ts"
/** Cases of what networks are made of: convolution, pooling and batch norm, in the shapes that kernels treat apart. */
export const layerCases: ReadonlyArray<ConformanceCase> = [
  convolution("valid", [1, 1], one, [2, 5, 6, 3], [3, 2, 3, 4], [2, 3, 5, 4]),
  convolution("same", [1, 1], two, [2, 5, 6, 3], [3, 3, 3, 4], [2, 5, 6, 4]),
  convolution("same of an even size by strides 2", [2, 2], [[0, 1], [0, 1]], [2, 6, 8, 4], [3, 3, 4, 8], [2, 3, 4, 8]), // biome-ignore format: one line
  convolution(
    "strides 2 with symmetric padding of an even size",
    [2, 2],
    two,
    [2, 6, 8, 4],
    [3, 3, 4, 8],
    [2, 3, 4, 8]
  ),
  convolution("asymmetric padding", [1, 2], [[0, 2], [2, 1]], [2, 4, 4, 3], [3, 3, 3, 2], [2, 4, 3, 2]), // biome-ignore format: one line
  convolution("1x1 by strides 2", [2, 2], one, [2, 4, 4, 8], [1, 1, 8, 16], [2, 2, 2, 16]),
  convolution("last row and column not read", [2, 2], one, [1, 6, 6, 2], [3, 3, 2, 2], [1, 2, 2, 2]),
  convolution("channels that fill no register", [1, 1], two, [3, 5, 7, 12], [3, 3, 12, 20], [3, 5, 7, 20]),
  convolution("many channels", [1, 1], two, [2, 4, 4, 72], [3, 3, 72, 40], [2, 4, 4, 40]),
  convolution("strides 2, asymmetric padding, a large kernel", [2, 2], [[2, 1], [1, 2]], [2, 6, 8, 9], [5, 4, 9, 17], [2, 3, 4, 17]), // biome-ignore format: one line
  convolution("depthwise 5x5", [1, 1], [[2, 2], [2, 2]], [2, 5, 6, 20], [5, 5, 1, 20], [2, 5, 6, 20]), // biome-ignore format: one line
  convolution("depthwise by strides 2", [2, 2], two, [2, 6, 7, 35], [3, 3, 1, 35], [2, 3, 4, 35]),
  convolution("depthwise 5x5 by strides, last pixels not read", [3, 2], [[1, 0], [0, 1]], [2, 9, 9, 4], [5, 4, 1, 4], [2, 2, 4, 4]), // biome-ignore format: one line
  convolution("two groups", [1, 1], two, [2, 5, 6, 8], [3, 3, 4, 6], [2, 5, 6, 6]),
  convolution("groups of 4, strides 2, symmetric padding", [2, 2], two, [2, 6, 8, 16], [3, 3, 4, 32], [2, 3, 4, 32]),
  convolution("a group to each channel", [1, 1], two, [2, 5, 6, 12], [3, 3, 1, 12], [2, 5, 6, 12]),
  convolution("a group to each channel, strides 2", [2, 2], two, [2, 6, 8, 16], [3, 3, 1, 16], [2, 3, 4, 16]),
  convolution("two outputs of each channel, asymmetric padding", [1, 2], [[0, 2], [2, 1]], [2, 4, 4, 3], [3, 3, 1, 6], [2, 4, 3, 6]), // biome-ignore format: one line
  convolution("dilated, same", [1, 1], [[2, 2], [2, 2]], [2, 5, 6, 8], [3, 3, 8, 6], [2, 5, 6, 6], [2, 2]), // biome-ignore format: one line
  convolution("dilated, valid", [1, 1], one, [2, 6, 7, 3], [3, 2, 3, 4], [2, 2, 4, 4], [2, 3]),
  convolution("dilated by strides 2, asymmetric padding", [2, 2], [[0, 2], [1, 0]], [2, 6, 6, 4], [3, 3, 4, 8], [2, 2, 2, 8], [2, 2]), // biome-ignore format: one line
  convolution("dilated, in two groups", [1, 1], [[2, 2], [2, 2]], [2, 5, 6, 8], [3, 3, 4, 6], [2, 5, 6, 6], [2, 2]), // biome-ignore format: one line
  convolution("dilated along one axis, a group to each channel", [1, 1], [[1, 1], [2, 2]], [2, 5, 6, 16], [3, 3, 1, 16], [2, 5, 6, 16], [1, 2]), // biome-ignore format: one line
  convolution("many tiles of an odd size", [1, 1], two, [3, 13, 15, 20], [3, 3, 20, 12], [3, 13, 15, 12]),
  convolution("many tiles, valid", [1, 1], one, [2, 17, 18, 33], [3, 3, 33, 17], [2, 15, 16, 17]),
  convolution("many tiles, asymmetric padding", [1, 1], [[0, 2], [1, 0]], [4, 12, 13, 8], [3, 3, 8, 40], [4, 12, 12, 40]), // biome-ignore format: one line
  ...pooling("halving an odd size", [2, 2], [2, 2], one, [2, 5, 6, 3], [2, 2, 3, 3]),
  ...pooling("overlapping windows with symmetric padding", [3, 3], [2, 2], two, [2, 6, 8, 16], [2, 3, 4, 16]),
  ...pooling("asymmetric padding", [3, 2], [1, 2], [[0, 2], [1, 0]], [2, 4, 4, 5], [2, 4, 2, 5]), // biome-ignore format: one line
  ...pooling("steps beyond the window", [1, 2], [2, 3], one, [1, 4, 6, 2], [1, 2, 2, 2]),
  // Channels that fill the lanes of a vector register and that do not, on pixels that divide into groups and that do not.
  ...(
    [
      [2, 3, 4, 3],
      [4, 4, 4, 3],
      [2, 3, 4, 12],
      [2, 3, 3, 24],
      [4, 4, 4, 16]
    ] as const
  ).flatMap((x) => [normalisation(x), normalisationByGiven(x)]),
  ...(
    [
      [2, 3, 4, 16],
      [3, 5, 7, 6]
    ] as const
  ).flatMap((x) => [
    followed("then relu", x, (y, side) => multiply(relu(y), side)),
    followed("then swish", x, (y, side) => multiply(swish(y), side)),
    followed("plus another, then relu", x, (y, side) => relu(add(y, side))),
    followed("plus another", x, (y, side) => multiply(add(side, y), side)),
    followed("plus another, then relu, used twice", x, (y, side) => {
      const sum = relu(add(y, side))
      return add(multiply(sum, side), multiply(sum, sum))
    }),
    followed("used beside the sum with another", x, (y, side) => multiply(relu(add(y, side)), y)),
    followed("of what is used otherwise too", x, (y, side, a) => multiply(relu(y), multiply(side, a))),
    ...[0, 1].map((place) =>
      followed(`of channels ${place === 0 ? "before" : "after"} others`, x, (y, side, a) => {
        const joined = concat(place === 0 ? [a, side] : [side, a], 3)
        const half = { begin: [0, 0, 0, 0], end: x, strides: [1, 1, 1, 1] }
        return add(multiply(relu(y), side), stridedSlice(multiply(joined, joined), half))
      })
    ),
    followed("plus another normalisation, then relu", x, (y, side) => {
      const ones = constant(new Array<number>(x[3]).fill(1), [x[3]])
      return relu(add(y, batchNorm(side, ones, ones, { epsilon: 1e-3 }).y))
    })
  ])
]
