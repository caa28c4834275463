import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { endingOf } from "../ebcle.ts"
import { tinyStudy } from "../tinyStudy.ts"
import { generateTrainings } from "./generatedStore.ts"

/** `npx nx run @ebcle/cli:scale` makes 500 studies of 40 cells of it. */
const count = Number(process.env.EBCLE_STUDIES ?? 3)
const cellsOfEach = Number(process.env.EBCLE_CELLS ?? 4)
const bin = fileURLToPath(new URL("../../bin/ebcle.mjs", import.meta.url))

/** Prints, when a process ends, the most memory that it had, in MiB. */
const tellMemory = `data:text/javascript,process.on("exit",()=>console.error("peak",Math.round(process.resourceUsage().maxRSS/1024)))`

describe.sequential(`a workspace of ${count} studies with ${cellsOfEach} trainings each`, {
  timeout: 3_600_000
}, () => {
  let root: string
  const names = Array.from({ length: count }, (_, i) => `study-${i}`)
  const studyOf = (name: string) => ({
    ...tinyStudy(),
    title: name,
    seeds: Array.from({ length: cellsOfEach / 2 }, (_, seed) => seed)
  })

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "ebcle-scale-"))
    await mkdir(join(root, "configs"))
    await writeFile(join(root, "nx.json"), "{}")
    const studies = new Map(names.map((name) => [name, studyOf(name)]))
    for (const [name, study] of studies)
      await writeFile(join(root, `configs/${name}.study.json`), JSON.stringify(study))
    await generateTrainings(join(root, "artifacts"), studies)
  }, 3_600_000)
  afterAll(() => rm(root, { recursive: true }))

  const ebcle = async (...args: ReadonlyArray<string>) => {
    const begun = performance.now()
    const env = { ...process.env, EBCLE_ARTIFACTS: join(root, "artifacts") }
    const { code, stderr, stdout } = await endingOf(process.execPath, [`--import=${tellMemory}`, bin, ...args], {
      cwd: root,
      env
    })
    expect(code, stderr).toBe(0)
    const peak = /^peak (\d+)$/m.exec(stderr)![1]
    console.info(`ebcle ${args.join(" ")}: ${((performance.now() - begun) / 1000).toFixed(1)} s, ${peak} MiB`)
    return stdout
  }

  it("is explained, each training of it up to date", async () => {
    const explained: ReadonlyArray<{ readonly stage: string; readonly runs: boolean }> = JSON.parse(
      await ebcle("explain", "--json")
    )
    const trainings = explained.filter(({ stage }) => stage === "train")
    expect(trainings).toHaveLength(count * cellsOfEach)
    expect(trainings.filter(({ runs }) => runs)).toEqual([])
  })

  it("loses by clean what no study refers to, and nothing else", async () => {
    expect(await ebcle("clean", "--json")).toContain('"folders": []')
    await rm(join(root, `configs/${names[0]}.study.json`))
    const { folders } = JSON.parse(await ebcle("clean", "--remove", "--json"))
    expect(folders).toHaveLength(cellsOfEach + 1)
    expect(folders.every(({ folder }: { readonly folder: string }) => folder.startsWith(`${names[0]}/`))).toBe(true)
    const explained: ReadonlyArray<{ readonly stage: string; readonly runs: boolean }> = JSON.parse(
      await ebcle("explain", "--json")
    )
    expect(explained.filter(({ runs, stage }) => runs && stage === "train")).toEqual([])
  })
})
