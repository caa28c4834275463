import process from "node:process"
import { stepWork } from "@ebcle/zoo"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { costsStage } from "../src/costs/costsStage.ts"
import { measuredWork } from "../src/costs/measuredWork.ts"
import { referenceNetworks } from "../src/costs/referenceNetworks.ts"
import type { ProfiledOperation } from "../src/stepProfile.ts"
import { tinyNetwork } from "./tinyTask.ts"
import { platformFor } from "./trainingChild.ts"

describe("measuredWork", () => {
  const timed = (
    operation: string,
    layer: string | null,
    part: string,
    phase: ProfiledOperation["phase"],
    seconds: number
  ) => ({
    operation,
    layer,
    part,
    phase,
    seconds
  })

  it("gives layers with a kernel, what else is in a part, and the update their shares of a step", () => {
    const works = measuredWork(tinyNetwork, 16, {
      steps: 1,
      stepSeconds: 8,
      timedSeconds: 20,
      multiplyAdds: 1,
      peak: { size: 1, flops: 1 },
      parts: ["stem", "loss", "other"],
      operations: [
        timed("gather", null, "other", "input", 3),
        timed("conv2d", "stem.conv", "stem", "forward", 1),
        timed("conv2dKernelGradient", "stem.conv", "stem", "backward", 2),
        timed("batchNorm", "stem.norm", "stem", "forward", 4),
        timed("relu", "stem", "stem", "backward", 0.5),
        timed("softmax", "loss", "loss", "forward", 2.5),
        timed("momentum", "stem.conv", "stem", "optimizer", 3)
      ]
    })
    expect(works.map(({ seconds: _, ...work }) => work)).toEqual(stepWork(tinyNetwork, 16))
    // 16 seconds one by one, 8 as a step.
    expect(
      works.filter(({ seconds }) => seconds > 0).map(({ kind, place, seconds }) => [kind, place, seconds])
    ).toEqual([
      ["convolution", "stem.conv", 1.5],
      ["elementwise", "stem", 2.25],
      ["update", "update", 1.5]
    ])
  })
})

describe("costsStage", () => {
  const rates = { perMultiplyAdd: 1e-11, perByte: 2e-10, perLayer: 3e-6 }
  const measured = referenceNetworks.map((network) => {
    const works = stepWork(network, 32).map((work) => ({
      ...work,
      seconds: work.macs * rates.perMultiplyAdd + work.bytes * rates.perByte + work.count * rates.perLayer
    }))
    return {
      network: network.name,
      batch: 32,
      stepSeconds: works.reduce((sum, { seconds }) => sum + seconds, 0),
      works
    }
  })
  const engine = {
    engine: "tensorflow",
    tensorflow: "any",
    device: "cpu",
    intraOpThreads: 1,
    interOpThreads: 1,
    oneDnn: true,
    node: "any",
    platform: "any"
  }
  const answer = (message: object) =>
    platformFor([process.execPath, "-e", `console.log(${JSON.stringify(JSON.stringify(message))})`])
  const params = { engine: { name: "tensorflow", version: "any", device: "cpu" }, precision: "float32" } as const

  it.effect("fits the rates of all kinds of work, and says how near the model is to each network", () =>
    Effect.gen(function* () {
      const { model, networks } = yield* costsStage.run({ folder: "", inputs: {}, params })
      expect(model.convolution.perMultiplyAdd).toBeCloseTo(rates.perMultiplyAdd, 16)
      expect(networks.map(({ network }) => network)).toEqual(referenceNetworks.map(({ name }) => name))
      for (const { measured, predicted } of networks) expect(predicted).toBeCloseTo(measured, 9)
    }).pipe(Effect.provide(answer({ kind: "costs", measured, engine })))
  )

  it.effect("fails with the reason of the process that measures", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(costsStage.run({ folder: "", inputs: {}, params }))
      expect([error.reason, error.message]).toEqual(["TimesUnavailable", "no times here."])
    }).pipe(Effect.provide(answer({ kind: "failure", reason: "TimesUnavailable", message: "no times here." })))
  )

  it("knows what every kind of work costs from the networks that it measures", () => {
    const kinds = new Set(referenceNetworks.flatMap((network) => stepWork(network, 1).map(({ kind }) => kind)))
    expect([...kinds].toSorted()).toEqual(["convolution", "dense", "elementwise", "grouped", "update"])
  })
})
