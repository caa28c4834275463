import { tfjsEngine } from "@ebcle/engine"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { HostMemory } from "../src/hostMemory.ts"
import { trainCell } from "../src/trainCell.ts"
import { tinyImages, tinyTask } from "./tinyTask.ts"

const task = (batchSize: number) => ({ ...tinyTask({ batchSize, epochs: 1 }), train: tinyImages(4096, "train") })

const withFree = (batchSize: number, free: number) =>
  Effect.flip(
    trainCell(task(batchSize)).pipe(
      Effect.scoped,
      Effect.provide(tfjsEngine("cpu")),
      Effect.provideService(HostMemory, { available: Effect.succeed(free) })
    )
  )

describe("a training that does not fit into memory", () => {
  it.effect("is refused, and is told the batch size that fits", () =>
    Effect.gen(function* () {
      const error = yield* withFree(4096, 100 * 2 ** 20)
      expect(error.reason).toBe("OutOfMemory")
      const found = /needs about (\d+\.\d) GiB and 0\.1 GiB are free; set recipe\.batchSize to (\d+) at most\.$/.exec(
        error.message
      )
      expect(found, error.message).not.toBeNull()
      const fitting = Number(found![2])
      expect(fitting).toBeGreaterThan(16)
      expect(fitting).toBeLessThan(4096)
      // The next larger one is refused with the same words, so the one that was named is the largest.
      const next = yield* withFree(fitting + 1, 100 * 2 ** 20)
      expect(next.message).toContain(`set recipe.batchSize to ${fitting} at most`)
    })
  )

  it.effect("is told so where no batch fits", () =>
    Effect.gen(function* () {
      const error = yield* withFree(64, 1e6)
      expect(error.message).toBe(
        "resnet-8 baseline seed 1: a batch of 64 needs about 0.1 GiB and 0.0 GiB are free; free memory or train a smaller network."
      )
    })
  )
})
