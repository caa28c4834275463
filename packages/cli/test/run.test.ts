import { once } from "node:events"
import { existsSync } from "node:fs"
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { pathToFileURL } from "node:url"
import { chromium } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { ebcle, ending, lines, startEbcle } from "./ebcle.ts"
import { example } from "./example.ts"
import { tinyStudy } from "./tinyStudy.ts"

const cells = [
  "tiny/resnet14.baseline.seed-1/train",
  "tiny/resnet14.restricted.seed-1/train",
  "tiny/resnet14.baseline.seed-2/train",
  "tiny/resnet14.restricted.seed-2/train"
]
const victim = "tiny/resnet14.baseline.seed-2/train"

/** What one line of `ebcle explain --json` says. */
interface Explanation {
  readonly folder: string
  readonly runs: boolean
  readonly why: string
}

/** From nothing to the page, then through what can go wrong. Each test goes on from where the one before ended. */
describe.sequential("ebcle run", () => {
  let folder: string
  let artifacts: string
  let study: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "ebcle-run-"))
    artifacts = join(folder, "artifacts")
    study = join(folder, "tiny.study.json")
    await writeFile(study, JSON.stringify(tinyStudy()))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const pending = () => readdir(join(artifacts, ".pending"))
  const weightsOf = (cell: string) => join(artifacts, cell, "weights.safetensors")

  /** Folders that would run. */
  const wouldRun = async (): Promise<ReadonlyArray<string>> => {
    const { code, stdout } = await ebcle(["explain", study, "--json"], artifacts)
    expect(code).toBe(0)
    const explanations: ReadonlyArray<Explanation> = JSON.parse(stdout)
    expect(explanations).toHaveLength(9)
    return explanations.filter(({ runs }) => runs).map((explanation) => explanation.folder)
  }

  /** Runs the study and gives what was computed, with the reasons, in the order of running. */
  const run = async () => {
    const { code, stderr, stdout } = await ebcle(["run", study], artifacts)
    expect(code, stderr).toBe(0)
    const computed = lines(stderr).flatMap((line) => {
      const [, computedFolder, why] = /^(\S+): (not there yet|changed: .+|damaged: .+)$/.exec(line) ?? []
      return computedFolder === undefined ? [] : [[computedFolder, why!] as const]
    })
    expect(await pending()).toEqual([])
    return { computed, last: lines(stdout).at(-1)! }
  }

  it("makes everything, and ends with the page and the verdict", async () => {
    const { computed, last } = await run()
    const all = ["mnist/ingest", "mnist/profile", "tiny/estimate", ...cells, "tiny/compare", "tiny/report"]
    expect(computed).toEqual(all.map((made) => [made, "not there yet"]))
    const page = join(artifacts, "tiny", "report", "index.html")
    expect(last.startsWith(`${page}: `), last).toBe(true)
    expect(last).toContain(
      "No verdict on the test accuracy of ResNet-8 (restricted) against ResNet-14 (baseline): 2 seeds are too few for one, 6 are needed ("
    )
    expect(existsSync(page)).toBe(true)
  })

  it("computes nothing the second time", async () => {
    expect(await wouldRun()).toEqual([])
    expect((await run()).computed).toEqual([])
    const { stdout } = await ebcle(["explain", study], artifacts)
    expect(lines(stdout).at(-1)).toBe("0 of 9 would run.")
  })

  it("profiles a training and keeps nothing of it", async () => {
    const { code, stderr, stdout } = await ebcle(
      ["train", study, "--cell", "resnet14.restricted.seed-1", "--profile"],
      artifacts
    )
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(/^resnet14\.restricted\.seed-1: ResNet-8.*, batches of 64 in float32, /)
    for (const row of ["stage1.block1", "stage3.block1", "all operations"]) {
      expect(stdout).toMatch(new RegExp(`^${row} .* \\d+\\.\\d\\d +\\d+\\.\\d %$`, "m"))
    }
    expect(await wouldRun()).toEqual([])
  })

  it("writes what TensorBoard shows of trainings that are done, and trains none again", async () => {
    const logs = join(folder, "logs")
    const written = async () => {
      const { code, stderr } = await ebcle(["train", study, "--tensorboard", logs], artifacts)
      expect(code, stderr).toBe(0)
      expect(lines(stderr)).toHaveLength(cells.length)
      const files = cells.map((cell) => join(logs, cell.replace(/train$/, "events.out.tfevents.ebcle")))
      return Promise.all(files.map((file) => readFile(file)))
    }
    const first = await written()
    expect(first[0]!.includes("accuracy/test")).toBe(true)
    expect(await written()).toEqual(first)

    const [inTheWay] = cells.map((cell) => join(folder, "taken", cell.replace(/train$/, "events.out.tfevents.ebcle")))
    await mkdir(inTheWay!, { recursive: true })
    const { code, stderr } = await ebcle(["train", study, "--tensorboard", join(folder, "taken")], artifacts)
    expect(code).toBe(2)
    expect(lines(stderr)).toHaveLength(1)
    expect(stderr.startsWith(`ebcle: --tensorboard: ${inTheWay} could not be written (`), stderr).toBe(true)
  })

  it("computes a damaged training again, to the same weights, and no other", async () => {
    const whole = await readFile(weightsOf(victim))
    const damaged = Buffer.from(whole)
    damaged[damaged.length >> 1]! ^= 1
    await writeFile(weightsOf(victim), damaged)
    expect(await wouldRun()).toEqual([victim, "tiny/compare", "tiny/report"])

    const { computed } = await run()
    expect(computed[0]).toEqual([
      victim,
      `damaged: ${weightsOf(victim)} does not have the SHA-256 that its manifest states`
    ])
    // The times are others now, so what reads them is made again.
    expect(computed.slice(1).map(([made]) => made)).toEqual(["tiny/compare", "tiny/report"])
    expect((await readFile(weightsOf(victim))).equals(whole)).toBe(true)
    expect(await wouldRun()).toEqual([])
  })

  /** Starts the study and waits until its second training is under way: the first is done. */
  const inSecondTraining = async () => {
    const child = startEbcle(["run", study], artifacts)
    const ended = ending(child)
    let said = ""
    child.stderr!.on("data", (text: string) => {
      said += text
    })
    while (!said.includes(`${cells[1]}: changed`)) await once(child.stderr!, "data")
    while ((await pending()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    return { group: -child.pid!, ended }
  }

  it("leaves nothing unfinished when it is interrupted", async () => {
    await writeFile(study, JSON.stringify(tinyStudy(0.03)))
    const { ended, group } = await inSecondTraining()
    process.kill(group, "SIGINT")
    const { code, stderr } = await ended
    expect(code).toBe(130)
    expect(lines(stderr).at(-1)).toBe("ebcle: interrupted; run the same command again to go on.")
    expect(await pending()).toEqual([])
    expect(await wouldRun()).toEqual([...cells.slice(1), "tiny/compare", "tiny/report"])
  })

  it("goes on after it was killed in the middle of a training", async () => {
    await writeFile(study, JSON.stringify(tinyStudy(0.04)))
    const { ended, group } = await inSecondTraining()
    process.kill(group, "SIGKILL")
    expect((await ended).code).toBeNull()
    expect(await pending()).not.toEqual([])
    expect(await wouldRun()).toEqual([...cells.slice(1), "tiny/compare", "tiny/report"])

    const { computed } = await run()
    expect(computed.map(([made]) => made)).toEqual([...cells.slice(1), "tiny/compare", "tiny/report"])
    expect(computed[0]![1]).toBe("changed: params.recipe.learningRate.peak")
    expect(await wouldRun()).toEqual([])
  })

  it("writes a page that a browser shows without complaint, the verdict on it", async () => {
    const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
    const executablePath = places.find((place) => existsSync(place))
    if (executablePath === undefined) throw new Error(`No browser at ${places.join(", ")}; install chromium to test.`)
    const browser = await chromium.launch({
      executablePath,
      args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    })
    const page = await browser.newPage()
    const complaints: Array<string> = []
    page.on("console", (message) => complaints.push(message.text()))
    page.on("pageerror", (error) => complaints.push(error.message))
    await page.goto(pathToFileURL(join(artifacts, "tiny", "report", "index.html")).href)
    const { verdict } = JSON.parse(await readFile(join(artifacts, "tiny", "report", "report.json"), "utf8"))
    expect(await page.getByText(verdict, { exact: true }).isVisible()).toBe(true)
    expect(await page.getByText("Tiny").first().isVisible()).toBe(true)
    await browser.close()
    expect(complaints).toEqual([])
  })

  it("makes one page of several studies, beside that of each", async () => {
    const second = join(folder, "tiny-wide.study.json")
    const { variants, ...others } = tinyStudy()
    const wide = { transform: "restricted", budget: { macs: 1 } }
    await writeFile(second, JSON.stringify({ ...others, variants: { ...variants, restricted: wide }, seeds: [1] }))
    const { code, stderr, stdout } = await ebcle(["report", study, second, "--json"], artifacts)
    expect(code, stderr).toBe(0)
    const { files, page, pages, verdict } = JSON.parse(stdout)
    expect(page).toBe(join(artifacts, "overview", "tiny+tiny-wide", "index.html"))
    expect(pages).toEqual(["tiny", "tiny-wide"].map((name) => join(artifacts, name, "report", "index.html")))
    expect(files).toContain("comparisons.csv")
    expect(verdict).toMatch(
      /^2 studies on mnist, 2 comparisons with a control: 2 are without a verdict for want of seeds\./
    )
    expect(await readFile(page, "utf8")).toContain("tiny-wide: resnet14 restricted")
  })

  it("leaves records that a script can make a page from", async () => {
    const page = await example("report", study, artifacts)
    expect(page).toMatch(/^<!doctype html>/)
    expect(page).toMatch(/<title>Tiny · ebcle<\/title>/)
  })
})
