import { describe, expect, it } from "vitest"
import { breakdown } from "../src/breakdown.ts"
import type { ProfiledOperation, StepProfile } from "../src/stepProfile.ts"

const operation = (
  name: string,
  part: string,
  phase: ProfiledOperation["phase"],
  seconds: number
): ProfiledOperation => ({ operation: name, layer: null, part, phase, seconds })

const profile: StepProfile = {
  cell: { study: "s", model: "m", variant: "v", seed: 1 },
  network: "net",
  precision: "float32",
  batchSize: 8,
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
  steps: 3,
  stepSeconds: 16,
  timedSeconds: 20,
  multiplyAdds: 80,
  peak: { size: 512, flops: 40 },
  parts: ["stem", "block", "other"],
  operations: [
    operation("gather", "other", "input", 1),
    operation("conv2d", "stem", "forward", 2),
    operation("conv2d", "block", "forward", 3),
    operation("relu", "block", "forward", 0.5),
    operation("kernelGradient", "block", "backward", 8),
    operation("kernelGradient", "stem", "backward", 2),
    operation("momentum", "stem", "optimizer", 0.25)
  ]
}

const none = { input: 0, forward: 0, backward: 0, optimizer: 0 }

describe("breakdown", () => {
  const sums = breakdown(profile)

  it("sums operations by phase, and says what is beside them", () => {
    expect(sums.operations).toEqual({ input: 1, forward: 5.5, backward: 10, optimizer: 0.25, total: 16.75 })
    expect(sums.idle).toBe(3.25)
    expect(sums.timing).toBe(4)
  })

  it("has the kinds from the longest to the shortest, each with its count", () => {
    expect(sums.kinds).toEqual([
      { operation: "kernelGradient", count: 2, ...none, backward: 10, total: 10 },
      { operation: "conv2d", count: 2, ...none, forward: 5, total: 5 },
      { operation: "gather", count: 1, ...none, input: 1, total: 1 },
      { operation: "relu", count: 1, ...none, forward: 0.5, total: 0.5 },
      { operation: "momentum", count: 1, ...none, optimizer: 0.25, total: 0.25 }
    ])
  })

  it("has the parts in the order of the network", () => {
    expect(sums.parts).toEqual([
      { part: "stem", ...none, forward: 2, backward: 2, optimizer: 0.25, total: 4.25 },
      { part: "block", ...none, forward: 3.5, backward: 8, total: 11.5 },
      { part: "other", ...none, input: 1, total: 1 }
    ])
  })

  it("counts two operations for a multiply-add, of the plain step", () => {
    expect(sums.flops).toBe(10)
    expect(sums.ofPeak).toBe(0.25)
  })
})
