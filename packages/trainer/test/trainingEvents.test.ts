import type { RunRecord } from "@ebcle/core"
import { summarise } from "@ebcle/zoo"
import { describe, expect, it } from "vitest"
import { learningRates } from "../src/learningRates.ts"
import { runScalars } from "../src/runScalars.ts"
import { trainingEvents } from "../src/trainingEvents.ts"
import { tinyTask } from "./tinyTask.ts"

const { architecture, cell, recipe } = tinyTask()

const epoch = (epoch: number) => ({
  epoch,
  loss: 1 / epoch,
  accuracy: 0.5,
  testLoss: 2 / epoch,
  testAccuracy: 0.25,
  trainSeconds: 4,
  evaluateSeconds: 1,
  imagesPerSecond: 100 * epoch
})

const run: RunRecord = {
  cell,
  architecture: summarise(architecture),
  recipe,
  trainImages: 64,
  testImages: 30,
  stepsPerEpoch: 4,
  epochs: [epoch(1), epoch(2)],
  testAccuracy: 0.25,
  testLoss: 1,
  timing: { build: 1, firstCall: 2, train: 8, evaluate: 2, total: 14 },
  engine: {
    engine: "tensorflow",
    tensorflow: "2",
    device: "cpu",
    intraOpThreads: 2,
    interOpThreads: 1,
    oneDnn: true,
    node: "v20",
    platform: "linux"
  },
  weights: "weights.safetensors"
}

describe("runScalars", () => {
  const scalars = runScalars(run, 1000)
  const of = (wanted: string) => scalars.filter(({ tag }) => tag === wanted).map(({ tag: _, ...scalar }) => scalar)

  it("has the figures of every epoch at its end", () => {
    expect(of("loss/train")).toEqual([
      { step: 4, time: 1008, value: 1 },
      { step: 8, time: 1013, value: 0.5 }
    ])
    expect(of("loss/test").map(({ value }) => value)).toEqual([2, 1])
    expect(of("accuracy/train").map(({ value }) => value)).toEqual([0.5, 0.5])
    expect(of("accuracy/test").map(({ value }) => value)).toEqual([0.25, 0.25])
    expect(of("images_per_second").map(({ value }) => value)).toEqual([100, 200])
  })

  it("has the learning rate of every step, in the time that was for training", () => {
    const rates = of("learning_rate")
    expect(rates.map(({ value }) => value)).toEqual(Array.from(learningRates(recipe.learningRate, 2, 4)))
    expect(rates.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(rates.map(({ time }) => time)).toEqual([1004, 1005, 1006, 1007, 1009, 1010, 1011, 1012])
  })
})

describe("trainingEvents", () => {
  it("holds the scalars and the graph of a step, and is the same each time", () => {
    const file = trainingEvents(run, architecture, 1000)
    const text = Buffer.from(file).toString("latin1")
    const names = ["stage1/block1/conv1/Conv2D_", "backward/stem/", "optimizer/classifier/ResourceApplyMomentum_"]
    for (const name of [...names, "loss/test", "learning_rate"]) expect(text).toContain(name)
    expect(trainingEvents(run, architecture, 1000)).toEqual(file)
  })
})
