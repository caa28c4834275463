import type { Artifact } from "@ebcle/core"
import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem, Layer, Path, PlatformError, Schema } from "effect"
import { renderReport } from "../src/renderReport.ts"
import { type ReportInputs, reportStage } from "../src/reportStage.ts"
import { reportFixture } from "./reportFixture.ts"

const fixture = reportFixture()

const artifact = <A>(name: string, value: A): Artifact<A> => ({
  folder: `/artifacts/${name}`,
  digest: fixture.provenance.digests[name]!,
  value
})

const inputs: ReportInputs = {
  profile: artifact("profile", fixture.profile),
  estimate: artifact("estimate", fixture.estimate),
  comparison: artifact("comparison", fixture.comparison),
  ...Object.fromEntries(
    fixture.runs.map((run) => {
      const name = `run:${run.cell.variant}-${run.cell.seed}` as const
      return [name, artifact(name, run)]
    })
  )
}

const { command, study, studyFile } = fixture
const context = { params: { study, studyFile, command }, inputs, folder: "/artifacts/.pending/1" }

describe("reportStage", () => {
  it.effect("writes the page that renderReport gives beside its other forms, and returns its verdict", () =>
    Effect.gen(function* () {
      const written = new Map<string, string | Uint8Array>()
      const write = (path: string, content: string | Uint8Array) => Effect.sync(() => void written.set(path, content))
      const files = FileSystem.layerNoop({ writeFileString: write, writeFile: write })
      const value = yield* reportStage.run(context).pipe(Effect.provide(Layer.merge(files, Path.layer)))
      assert.strictEqual(value.page, "index.html")
      assert.strictEqual(value.verdict, fixture.comparison.verdict)
      assert.deepStrictEqual(
        [...written.keys()],
        value.files.map((name) => `/artifacts/.pending/1/${name}`)
      )
      assert.strictEqual(written.get("/artifacts/.pending/1/index.html"), yield* renderReport(fixture))
    })
  )

  it.effect("says where it could not write", () =>
    Effect.gen(function* () {
      const full = PlatformError.systemError({
        _tag: "PermissionDenied",
        module: "FileSystem",
        method: "writeFileString"
      })
      const files = FileSystem.layerNoop({ writeFileString: () => Effect.fail(full) })
      const error = yield* Effect.flip(reportStage.run(context).pipe(Effect.provide(Layer.merge(files, Path.layer))))
      assert.strictEqual(error.reason, "PageNotWritable")
      assert.match(error.message, /^\/artifacts\/\.pending\/1\/index\.html could not be written \(.+$/)
    })
  )

  it("has parameters and a value that are plain JSON", () => {
    const encoded = Schema.encodeSync(reportStage.params)(context.params)
    assert.deepStrictEqual(JSON.parse(JSON.stringify(encoded)), encoded)
    assert.deepStrictEqual(
      Schema.decodeUnknownSync(reportStage.output)({ page: "index.html", verdict: "v", files: [] }),
      {
        page: "index.html",
        verdict: "v",
        files: []
      }
    )
  })
})
