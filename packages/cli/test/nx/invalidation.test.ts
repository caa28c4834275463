import { mkdtemp, readFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { changesOfTiny } from "./changes.ts"
import { type Row, rerunPage } from "./rerunPage.ts"
import { artifactFolders, computedBy, makeWorkspace, removeWorkspace, type Workspace } from "./workspace.ts"

const { changes, write } = changesOfTiny()
/** Trainings of seeds, models and variants that a study no longer has stay where they are. */
const ofStudies = async ({ ebcle }: Workspace, studies: ReadonlyArray<string>) => {
  const said = await Promise.all(studies.map((study) => ebcle(["explain", study, "--json"])))
  return said.flatMap(({ stderr, stdout }) => {
    if (stdout === "") throw new Error(stderr)
    return JSON.parse(stdout) as ReadonlyArray<{
      readonly folder: string
      readonly runs: boolean
      readonly why: string
    }>
  })
}

const matching = (folders: ReadonlyArray<string>, patterns: ReadonlyArray<string | RegExp>) =>
  folders.filter((folder) =>
    patterns.some((pattern) => (typeof pattern === "string" ? pattern === folder : pattern.test(folder)))
  )

/** One workspace for all; each change is made where everything is up to date after the one before. */
describe.sequential("what runs again", () => {
  let workspace: Workspace
  const rows: Array<Row> = []

  const runNx = async () => {
    const { code, stderr, stdout } = await workspace.nx(["run-many", "-t", "report"])
    expect(code, `${stdout}${stderr}`).toBe(0)
  }
  const runInProcess = async (study: string) => {
    const { code, stderr } = await workspace.ebcle(["run", study])
    expect(code, stderr).toBe(0)
  }

  beforeAll(async () => {
    workspace = await makeWorkspace(await mkdtemp(join(tmpdir(), "ebcle-nx-")))
    await write(workspace)
    await runNx()
    await runInProcess("tiny")
  })
  afterAll(() => removeWorkspace(workspace))

  it.each(changes)(
    "after a change of $what",
    { timeout: 300_000 },
    async ({ computes, make, study = "tiny", what }) => {
      await make(workspace)
      const inProcess = async () => {
        const explained = await ofStudies(workspace, [study])
        const computed = await computedBy(join(workspace.root, "in-process"), () => runInProcess(study))
        return { explained, computed }
      }
      const [byNx, { computed, explained }] = await Promise.all([
        computedBy(join(workspace.root, "artifacts"), runNx),
        inProcess()
      ])
      const expected = matching(
        explained.map(({ folder }) => folder),
        computes
      ).toSorted()
      expect(byNx, "by Nx").toEqual(expected)
      expect(computed, "in one process").toEqual(expected)
      // `explain` cannot know what a stage will give: what waits for another need not run in the end, all else is exact.
      const running = explained.filter(({ runs }) => runs)
      expect(running.map(({ folder }) => folder)).toEqual(expect.arrayContaining(expected))
      for (const { folder, why } of running) if (!why.startsWith("needs ")) expect(expected).toContain(folder)
      rows.push({ what, all: explained.map(({ folder }) => folder), computed: expected })
    }
  )

  it("says nothing of Node in a key, so that another version computes nothing again", async () => {
    for (const folder of await artifactFolders(join(workspace.root, "artifacts"))) {
      const manifest = JSON.parse(await readFile(join(workspace.root, "artifacts", folder, "manifest.json"), "utf8"))
      expect(JSON.stringify([manifest.params, manifest.inputs])).not.toContain(process.version)
    }
  })

  // Written anew by `npx vitest run packages/cli/test/nx/invalidation.test.ts -u`.
  it("is what the page says", () => expect(rerunPage(rows)).toMatchFileSnapshot("../../../pipeline/what-runs-again.md"))
})
