import { countParameters } from "@ebcle/zoo"
import * as tf from "@tensorflow/tfjs"
import { expect, it } from "vitest"
import { layersModel } from "../src/layersModel.ts"
import { networks } from "../src/networks.ts"

const { resnext29, ...built } = networks

it.each(Object.entries(built))("trains every parameter of %s, and answers with logits", (_, { architecture }) => {
  const model = layersModel(architecture, 1e-4)
  const trained = model.trainableWeights.reduce(
    (sum, { shape }) => sum + tf.util.sizeFromShape(shape as Array<number>),
    0
  )
  expect(trained).toBe(countParameters(architecture).trainable)
  expect(model.outputShape).toEqual([null, architecture.classes])
})

it("says that tfjs has no groups of channels", () => {
  expect(() => layersModel(resnext29.architecture, 1e-4)).toThrow("tfjs's layers have no convolution of 8 groups")
})
