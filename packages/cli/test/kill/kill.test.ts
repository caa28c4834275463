import { spawn } from "node:child_process"
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { readLog } from "../../src/runLog/readRuns.ts"
import { studyOfDigits, writeDigits } from "../digits.ts"
import { ebcle, startEbcle } from "../ebcle.ts"
import { withoutNx } from "../nx/withoutNx.ts"
import { makeWorkspace, removeWorkspace, type Workspace } from "../nx/workspace.ts"
import { killAtRandom } from "./killing.ts"
import { timelessPage } from "./timelessPage.ts"

/** `npx nx run @ebcle/cli:kill` makes a hundred of it. */
const kills = Number(process.env.EBCLE_KILLS ?? 2)
const hours = 3_600_000

const studyOf = (dataset: string) => ({
  ...studyOfDigits(dataset),
  recipe: { ...studyOfDigits().recipe, epochs: 24 }
})
const everyStep = ["--checkpoint-every", "1 step"]

/** Steps of a call to the engine, which is an epoch here; a checkpoint follows each. */
const stepsOfCall = 2

/** Steps that were done again after a kill, at most: by the run logs, which may be a second behind. */
const stepsLost = async (logs: string): Promise<number> => {
  const texts = await Promise.all((await readdir(logs)).toSorted().map((name) => readFile(join(logs, name), "utf8")))
  const runs = texts.flatMap((text) => readLog(text, () => false) ?? [])
  const losses = runs.slice(1).flatMap((run, i) =>
    [...run.trainings].map(([task, { first }]) => {
      const before = runs[i]!.trainings.get(task)?.last.done ?? 0
      return before - (first.done - stepsOfCall)
    })
  )
  return Math.max(0, ...losses)
}

describe.sequential(`a study that is killed ${kills} times at random moments`, () => {
  let folder: string
  let file: string
  let unbroken: string
  const page = (name: string) => timelessPage(join(folder, name), join(folder, "again"), file)

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "ebcle-kill-"))
    file = join(folder, "tiny.study.json")
    await writeDigits(folder)
    await writeFile(file, JSON.stringify(studyOf("./digits.json")))
    const { code, stderr } = await ebcle(["run", file, ...everyStep], join(folder, "unbroken"))
    expect(code, stderr).toBe(0)
    unbroken = await page("unbroken")
  })
  afterAll(() => rm(folder, { recursive: true }))

  it("in one process leaves, at last, the page of one that is not", { timeout: hours }, async () => {
    const artifacts = join(folder, "killed")
    let lost = 0
    const check = async () => {
      lost = Math.max(lost, await stepsLost(join(artifacts, ".runs", "tiny")))
      expect(await page("killed")).toBe(unbroken)
      // Everything again, but for the dataset.
      for (const name of ["tiny", ".runs"]) await rm(join(artifacts, name), { recursive: true })
    }
    await killAtRandom({
      purpose: "in process",
      kills,
      within: 6000,
      start: () => startEbcle(["run", file, ...everyStep], artifacts),
      onEnd: check
    })
    const { code, stderr } = await ebcle(["run", file, ...everyStep], artifacts)
    expect(code, stderr).toBe(0)
    await check()
    expect(lost).toBeLessThanOrEqual(stepsOfCall)
    expect(await readdir(join(artifacts, ".pending"))).toEqual([])
  })

  describe("under Nx", () => {
    let workspace: Workspace
    beforeAll(async () => {
      workspace = await makeWorkspace(await mkdtemp(join(tmpdir(), "ebcle-nx-")))
      await workspace.writeStudy("tiny", studyOf("digits"))
    })
    afterAll(() => removeWorkspace(workspace))

    const pageOf = (name: string) => timelessPage(join(workspace.root, name), join(folder, "again"), file)

    it("leaves, at last, the page of one that is not", { timeout: hours }, async () => {
      const { nx, root } = workspace
      const ran = await workspace.ebcle(["run", "tiny"], { EBCLE_ARTIFACTS: join(root, "whole") })
      expect(ran.code, ran.stderr).toBe(0)
      const whole = await pageOf("whole")
      const check = async () => {
        expect(await pageOf("artifacts")).toBe(whole)
        for (const name of ["artifacts/tiny", ".nx"]) await rm(join(root, name), { recursive: true })
      }
      await killAtRandom({
        purpose: "Nx",
        kills,
        within: 8000,
        start: () => startNx(root),
        onEnd: check
      })
      const { code, stderr, stdout } = await nx(["run-many", "-t", "report"])
      expect(code, stdout + stderr).toBe(0)
      await check()
    })
  })
})

const startNx = (root: string) =>
  spawn(process.execPath, [join(root, "node_modules/nx/dist/bin/nx.js"), "run-many", "-t", "report"], {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...withoutNx(process.env), NO_COLOR: "1", NX_TUI: "false" }
  })
