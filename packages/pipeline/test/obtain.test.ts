import { Progress, type ProgressReport } from "@ebcle/core"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { obtain } from "../src/obtain.ts"
import { PipelineError } from "../src/pipelineError.ts"
import type { Services, Target } from "../src/target.ts"

/** These targets ask for nothing. */
const free = <A, E>(effect: Effect.Effect<A, E, Services>) => effect as Effect.Effect<A, E>

/** A target that notes when it is obtained, and gives the folders that it was given. */
const noting = (log: Array<string>) => {
  const target = (
    folder: string,
    needs: Readonly<Record<string, Target<string>>> = {},
    stage = "other"
  ): Target<string> => ({
    folder,
    stage,
    needs,
    inspect: () => Effect.succeed({ _tag: "Missing" }),
    look: () => Effect.succeed({ _tag: "Missing" }),
    obtain: (artifacts) =>
      Effect.sync(() => {
        log.push(folder)
        const given = Object.entries(artifacts).map(([name, artifact]) => `${name}=${artifact.folder}`)
        return { folder, digest: "", value: given.join(" ") }
      })
  })
  return target
}

describe("obtain", () => {
  it.effect("obtains what is needed first, each folder once, under the name that it is needed by", () =>
    Effect.gen(function* () {
      const log: Array<string> = []
      const target = noting(log)
      const data = target("data")
      const left = target("left", { data })
      const right = target("right", { data, left })
      const { value } = yield* free(obtain(target("top", { l: left, r: right })))
      assert.deepStrictEqual(log, ["data", "left", "right", "top"])
      assert.strictEqual(value, "l=left r=right")
    })
  )

  it.effect("stops at the first failure", () =>
    Effect.gen(function* () {
      const log: Array<string> = []
      const target = noting(log)
      const error = new PipelineError({ reason: "ModelInvalid", message: "no." })
      const bad: Target<string> = { ...target("bad"), obtain: () => Effect.fail(error) }
      const failed = yield* Effect.flip(
        free(obtain(target("top", { first: target("first"), bad, last: target("last") })))
      )
      assert.strictEqual(failed, error)
      assert.deepStrictEqual(log, ["first"])
    })
  )

  it.effect("counts the trainings, where there are several", () =>
    Effect.gen(function* () {
      const reports: Array<ProgressReport> = []
      const target = noting([])
      const listen = Effect.provideService(Progress, {
        report: (report) => Effect.sync(() => void reports.push(report))
      })
      const [a, b] = [target("a", {}, "train"), target("b", {}, "train")]
      yield* free(obtain(target("report", { a, b, compare: target("compare", { a, b }) }))).pipe(listen)
      assert.deepStrictEqual(
        reports,
        [0, 1, 2].map((done) => ({ task: "report", done, total: 2, unit: "trainings" }))
      )
      yield* free(obtain(target("single", { a }))).pipe(listen)
      assert.lengthOf(reports, 3)
    })
  )
})
