import { execFileSync } from "node:child_process"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"

const root = fileURLToPath(new URL("../../..", import.meta.url))

/** The projects of this workspace that have one of the targets. */
const projectsWith = (...options: ReadonlyArray<string>): ReadonlyArray<string> => {
  const environment = Object.entries(process.env).filter(([name]) => !name.startsWith("NX_"))
  return JSON.parse(
    execFileSync("npx", ["nx", "show", "projects", "--json", ...options], {
      cwd: root,
      encoding: "utf8",
      env: { ...Object.fromEntries(environment), NX_DAEMON: "false" }
    })
  )
}

it("run-many of a stage's target reaches datasets, studies and cells only", () => {
  const stages = ["ingest", "profile", "estimate", "train", "compare", "report"].map((name) => `--with-target=${name}`)
  expect(projectsWith(...stages)).toContain("mnist-resnet")
  expect(projectsWith(...stages, "--exclude", "tag:kind:*")).toEqual([])
})

it("run-many of reports makes the default study's", () => {
  expect(projectsWith("--with-target=report")).toEqual(["mnist-resnet"])
})
