import { execFileSync } from "node:child_process"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"
import { withoutNx } from "./withoutNx.ts"

const cwd = fileURLToPath(new URL("../../../..", import.meta.url))

/** What `nx show` says of this workspace. */
const shown = (...args: ReadonlyArray<string>) =>
  JSON.parse(
    execFileSync("npx", ["nx", "show", ...args, "--json"], { cwd, encoding: "utf8", env: withoutNx(process.env) })
  )

it("run-many of a stage's target reaches datasets, studies and cells only", () => {
  const stages = ["ingest", "profile", "estimate", "train", "compare", "report"].map((name) => `--with-target=${name}`)
  expect(shown("projects", ...stages)).toContain("mnist-resnet")
  expect(shown("projects", ...stages, "--exclude", "tag:kind:*")).toEqual([])
})

it("run-many of reports makes the default study's", () => {
  expect(shown("projects", "--with-target=report")).toEqual(["mnist-resnet"])
})

it("trainings are looked for in the cache all at once, not one after the other", () => {
  expect(shown("project", "mnist-resnet.resnet20.baseline.seed-1").targets.train.parallelism).toBe(true)
})
