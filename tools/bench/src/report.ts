import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { pathToFileURL } from "node:url"
import { compare } from "@ebcle/pipeline/compare"
import { reportFiles } from "@ebcle/report"
import { Effect } from "effect"
import { type Browser, chromium } from "playwright-core"
import { largeStudy, type StudySize, surroundings } from "./largeStudy.ts"

/** Times how long studies of 10,000 cells take to be compared and reported, and their pages to open in Chromium. */
const sizes: ReadonlyArray<StudySize> = [
  { models: 20, variants: 10, seeds: 50 },
  { models: 100, variants: 10, seeds: 10 }
]

const browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]

const seconds = (from: bigint): number => Number(process.hrtime.bigint() - from) / 1e9

/** Seconds until a page is loaded and its first frame is laid out. */
const openSeconds = async (browser: Browser, file: string): Promise<number> => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  const begun = process.hrtime.bigint()
  await page.goto(pathToFileURL(file).href, { waitUntil: "load" })
  await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
  const took = seconds(begun)
  await page.close()
  return took
}

const measure = async (size: StudySize, browser: Browser, folder: string) => {
  const { runs, study } = largeStudy(size)
  const { comparison: plan, models, seeds, title, variants } = study
  const begun = process.hrtime.bigint()
  const comparison = compare({ name: "large", study: title, planned: { models, variants, seeds }, plan }, runs)
  const compared = seconds(begun)
  const files = await Effect.runPromise(
    reportFiles({ study, studyFile: "large.study.json", command: "none", comparison, runs, ...surroundings(runs) })
  )
  const reported = seconds(begun)
  const page = files.find(({ name }) => name === "index.html")!
  const file = join(folder, "index.html")
  writeFileSync(file, page.content)
  return {
    ...size,
    cells: runs.length,
    compareSeconds: compared,
    reportSeconds: reported - compared,
    openSeconds: await openSeconds(browser, file),
    pageMegabytes: page.content.length / 1e6,
    allMegabytes: files.reduce((sum, { content }) => sum + content.length, 0) / 1e6
  }
}

const folder = mkdtempSync(join(tmpdir(), "ebcle-large-"))
const browser = await chromium.launch({
  executablePath: browsers.find((file) => existsSync(file)) ?? browsers[0]!,
  args: ["--headless", "--no-sandbox", "--disable-gpu"]
})
try {
  const measured = []
  for (const size of sizes) measured.push(await measure(size, browser, folder))
  process.stdout.write(
    `${JSON.stringify(measured, (_, value) => (typeof value === "number" ? Number(value.toPrecision(3)) : value), 2)}\n`
  )
} finally {
  await browser.close()
  rmSync(folder, { recursive: true })
}
