import { countMacs } from "@ebcle/zoo"
import { beforeAll, describe, expect, it } from "@effect/vitest"
import { Effect, FileSystem } from "effect"
import { breakdown } from "../src/breakdown.ts"
import { profileCell } from "../src/profileCell.ts"
import { profileSteps } from "../src/profileSteps.ts"
import { tensorflowLayer, tinyNetwork, tinyTask } from "./tinyTask.ts"
import { build, platformFor, writeDataset } from "./trainingChild.ts"

const task = tinyTask({ augmentation: { flip: true } })
const { batchSize } = task.recipe
/** 3×3×3 to 8 channels, on 8×8 pixels. */
const firstLayer = 3 * 3 * 3 * 8 * 8 * 8

describe("profileSteps", () => {
  it.live("measures every operation of a step, and knows where it belongs", () =>
    Effect.gen(function* () {
      const { multiplyAdds, operations, parts, peak, stepSeconds, steps, timedSeconds } = yield* profileSteps(task)
      // Four steps an epoch, measured four times.
      expect(steps).toBe(16)
      for (const seconds of [stepSeconds, timedSeconds, peak.flops]) expect(seconds).toBeGreaterThan(0)
      expect(parts).toEqual(["stem", "stage1.block1", "stage2.block1", "stage3.block1", "head", "loss", "other"])

      const count = (operation: string, phase?: string) =>
        operations.filter((each) => each.operation === operation && (phase === undefined || each.phase === phase))
          .length
      // Our own kernel takes the place of some, there and back.
      expect(count("conv2d", "forward") + count("nativeWinograd", "forward")).toBe(7)
      expect(count("conv2dInputGradient", "backward") + count("nativeWinograd", "backward")).toBe(6)
      expect(count("conv2d") + count("conv2dInputGradient") + count("nativeWinograd")).toBe(13)
      expect([count("matMul", "forward"), count("matMul", "backward")]).toEqual([1, 2])
      // A kernel, a scale and an offset for each convolution, a kernel and a bias of the last layer.
      expect([count("momentum", "optimizer"), count("momentum")]).toEqual([23, 23])
      expect(count("gather", "input")).toBeGreaterThan(1)
      expect(operations.filter(({ part, phase }) => part === "other" && phase === "backward")).toEqual([])

      expect(multiplyAdds).toBe(batchSize * (3 * countMacs(tinyNetwork) - firstLayer))
    }).pipe(Effect.scoped, Effect.provide(tensorflowLayer))
  )
})

describe("profileCell", () => {
  beforeAll(build)

  it.effect("measures in a process of its own and says of what, where", () =>
    Effect.gen(function* () {
      const folder = yield* (yield* FileSystem.FileSystem).makeTempDirectoryScoped()
      const { architecture, cell, recipe, test, train } = tinyTask({ precision: "bfloat16" })
      const engine = { name: "tensorflow", version: "any", device: "cpu" } as const
      const params = { cell, architecture, recipe, trainImages: train.count, testImages: test.count, engine }
      const profile = yield* profileCell(params, yield* writeDataset(folder, task))
      expect(profile).toMatchObject({ cell, network: architecture.name, precision: "bfloat16", batchSize })
      expect(profile.engine.engine).toBe("tensorflow")
      const { kinds, operations, parts } = breakdown(profile)
      for (const rows of [kinds, parts]) {
        expect(rows.reduce((sum, { total }) => sum + total, 0)).toBeCloseTo(operations.total, 9)
      }
    }).pipe(Effect.scoped, Effect.provide(platformFor()))
  )
})
