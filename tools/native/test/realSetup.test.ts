import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { doctor } from "../src/doctor.ts"
import { readNativeLock } from "../src/nativeLock.ts"
import { selfTest } from "../src/selfTest.ts"
import { setup } from "../src/setup.ts"
import { nodeServices } from "./fakeWorld.ts"

describe("the real TensorFlow", () => {
  it.live("is set up, passes its test in this version of Node, and is found ready from then on", () =>
    Effect.gen(function* () {
      const { tensorflow } = yield* readNativeLock
      const status = yield* setup()
      expect(status.tensorflowVersion).toBe(tensorflow)
      expect(yield* setup()).toEqual({ ...status, changed: false })
      const { tensorflowVersion, computesOn } = yield* selfTest(status.packageDirectory, "")
      expect({ tensorflowVersion, computesOn }).toEqual({
        tensorflowVersion: tensorflow,
        computesOn: status.computesOn
      })
      expect((yield* doctor()).tensorflow?.directory).toBe(status.libraryDirectory)
    }).pipe(Effect.provide(nodeServices))
  )
})
