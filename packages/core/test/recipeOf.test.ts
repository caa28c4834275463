import { readFileSync } from "node:fs"
import { expect, it } from "vitest"
import { recipeOf } from "../src/recipeOf.ts"
import type { Study } from "../src/study.ts"

const study: Study = JSON.parse(
  readFileSync(new URL("../../../configs/mnist-precision.study.json", import.meta.url), "utf8")
)

it("a variant's recipe is the study's, in the variant's own precision where it has one", () => {
  expect(recipeOf(study, "float32")).toEqual(study.recipe)
  expect(recipeOf(study, "bfloat16")).toEqual({ ...study.recipe, precision: "bfloat16" })
})
