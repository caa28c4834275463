import { existsSync } from "node:fs"
import { appendFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { request } from "node:http"
import { hostname, tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { chromium } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { LogEntry } from "../src/runLog/logEntry.ts"
import { ebcle, ending, lines, startEbcle } from "./ebcle.ts"
import { tinyStudy } from "./tinyStudy.ts"

/** A study that seems to be trained by this very process, as its run log tells. */
describe.sequential("a study that runs in another terminal", () => {
  let folder: string
  let study: string
  let log: string
  const artifacts = () => join(folder, "artifacts")
  const begun = Date.now() - 60_000

  const write = (...entries: ReadonlyArray<LogEntry>) =>
    appendFile(log, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""))

  /** What a training said: after so many of 16 steps, at the end of an epoch with the figures of the test images. */
  const progress = (task: string, done: number, at: number): LogEntry => ({
    at,
    kind: "progress",
    task,
    done,
    total: 16,
    unit: "steps",
    training: {
      epoch: Math.ceil(done / 4),
      epochs: 4,
      loss: 2 / done,
      accuracy: 0.5 + done / 40,
      imagesPerSecond: 1200,
      ...(done % 4 === 0 && { testLoss: 2 / done, testAccuracy: 0.4 + done / 40 })
    }
  })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "ebcle-watch-"))
    study = join(folder, "tiny.study.json")
    await writeFile(study, JSON.stringify({ ...tinyStudy(), title: "<img src=x onerror=alert(1)>" }))
    await mkdir(join(artifacts(), ".runs", "tiny"), { recursive: true })
    log = join(artifacts(), ".runs", "tiny", `${begun}-${process.pid}.jsonl`)
    const start = { pid: process.pid, host: hostname(), file: study, command: "ebcle run tiny" }
    await write(
      { at: begun, kind: "start", ...start },
      ...[4, 8, 12, 16].map((done) => progress("resnet14 baseline seed 1", done, begun + 1000 * done)),
      ...[2, 4, 6].map((done) => progress("resnet14 restricted seed 1", done, begun + 20_000 + 1000 * done))
    )
  })
  afterAll(() => rm(folder, { recursive: true }))

  it("is told of by status: the training under way, and how long it takes at its pace", async () => {
    const { code, stderr, stdout } = await ebcle(["status", study], artifacts())
    expect(code, stderr).toBe(0)
    const said = lines(stdout)
    expect(said[0]).toBe("tiny: nothing is trained; the bound is not there yet.")
    expect(said[1]).toMatch(new RegExp(`^process ${process.pid} on .+, for 1 m \\d\\d s: ebcle run tiny$`))
    expect(said[2]).toBe(
      "  resnet14 restricted seed 1: 6/16 steps, epoch 2/4, loss 0.3333, 65.0 %, 1200 images/s, 10 s left"
    )
    expect(said).toHaveLength(3)
  })

  it("is shown by watch in a browser, which follows it", async () => {
    const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
    const executablePath = places.find((place) => existsSync(place))
    if (executablePath === undefined) throw new Error(`No browser at ${places.join(", ")}; install chromium to test.`)
    const child = startEbcle(["watch", study], artifacts())
    const ended = ending(child)
    const address = await new Promise<string>((resolve) => {
      child.stdout!.on("data", (text: string) => resolve(/http:\S+/.exec(text)![0]))
    })
    const browser = await chromium.launch({ executablePath, args: ["--headless", "--no-sandbox", "--disable-gpu"] })
    const page = await browser.newPage()
    const complaints: Array<string> = []
    page.on("console", (message) => complaints.push(message.text()))
    page.on("pageerror", (error) => complaints.push(error.message))
    await page.goto(address)

    await page.getByText("tiny: 0 of 4 trainings are done.").waitFor()
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("<img src=x onerror=alert(1)>")
    expect(await page.locator("tbody tr").allTextContents()).toEqual([
      "resnet14 baseline seed 1 100 %4/40.125090.0 %1200",
      "resnet14 restricted seed 1 37 %2/40.333365.0 %1200"
    ])
    expect(await page.locator("figure svg").count()).toBe(2)
    const before = await page.locator("figure svg").first().innerHTML()

    await write(progress("resnet14 restricted seed 1", 8, begun + 28_000))
    await page.getByText("50 %", { exact: false }).waitFor()
    expect(await page.locator("figure svg").first().innerHTML()).not.toBe(before)

    const foreign = await new Promise<number | undefined>((resolve) => {
      request(address, { headers: { host: "example.org" } }, ({ statusCode }) => resolve(statusCode)).end()
    })
    expect(foreign).toBe(403)

    process.kill(-child.pid!, "SIGINT")
    expect((await ended).code).toBe(130)
    await page.getByText('"ebcle watch" has ended').waitFor()
    await browser.close()
    // What the browser says when the server is gone at last.
    expect(complaints.filter((text) => !text.includes("ERR_CONNECTION_REFUSED"))).toEqual([])
  })
})
