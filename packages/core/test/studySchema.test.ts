import { readdirSync, readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { decodeStudy } from "../src/decodeStudy.ts"
import { studySchema } from "../src/studySchema.ts"

const configs = new URL("../../../configs/", import.meta.url)
const read = (name: string): string => readFileSync(new URL(name, configs), "utf8")
const studies = readdirSync(configs).filter((name) => name.endsWith(".study.json"))

describe("configs/study.schema.json", () => {
  it("is up to date; packages/core/scripts/writeStudySchema.mjs writes it", () => {
    assert.deepStrictEqual(JSON.parse(read("study.schema.json")), JSON.parse(JSON.stringify(studySchema())))
  })

  it("allows no unknown key", () => {
    const { Study } = studySchema().$defs
    assert.isFalse(Study!.additionalProperties)
  })
})

describe("configs/*.study.json", () => {
  it("has at least one study", () => {
    assert.isAbove(studies.length, 0)
  })

  it.effect.each(studies)("%s decodes and names its schema", (name) =>
    Effect.gen(function* () {
      const study = yield* decodeStudy(read(name), name)
      assert.strictEqual(study.$schema, "./study.schema.json")
    })
  )
})
