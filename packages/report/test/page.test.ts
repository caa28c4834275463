import { readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { Effect } from "effect"
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { renderReport } from "../src/renderReport.ts"
import type { ReportInput } from "../src/reportInput.ts"
import { launchBrowser } from "./browser.ts"
import { lookAt } from "./lookAt.ts"
import { familiesFixture, reportFixture, sweepFixture } from "./reportFixture.ts"

const axe = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8")

/** Values with a closed list of meanings: a hostile one could not be decoded. */
const closed = new Set(["transform", "schedule", "rule", "verdict", "family", "precision", "measure", "budget"])

/** The same input with an attack in front of every text that a file could bring. */
const hostile = (attack: string) => {
  const spoil = (value: unknown, key: string): unknown => {
    if (typeof value === "string") return closed.has(key) ? value : attack + value
    if (Array.isArray(value)) return value.map((item) => spoil(item, key))
    if (typeof value !== "object" || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [key === "digests" ? attack + name : name, spoil(inner, name)])
    )
  }
  return spoil(reportFixture(), "input") as ReportInput
}

describe("the page in a browser", () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await launchBrowser()
  })

  afterAll(async () => {
    await browser.close()
  })

  /** Looks at the page of an input, which must say nothing and ask for nothing. */
  const open = async <A>(
    input: ReportInput,
    options: { readonly width: number; readonly colorScheme?: "light" | "dark"; readonly scripts?: boolean },
    look: (page: Page) => Promise<A>
  ) => {
    const { asked, said, seen } = await lookAt(browser, await Effect.runPromise(renderReport(input)), options, look)
    expect({ asked, said }).toEqual({ asked: [], said: [] })
    return seen
  }

  const overflow = (page: Page) =>
    page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth")

  it.each([390, 768, 1280])("has no sideways overflow at %i pixels, folded or unfolded", async (width) => {
    const overflows = await open(reportFixture(), { width }, async (page) => {
      const folded = await overflow(page)
      await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
      return [folded, await overflow(page)]
    })
    expect(overflows).toEqual([0, 0])
  })

  it("shows the verdict on a phone without scrolling", async () => {
    const { comparison } = reportFixture()
    const box = await open(reportFixture(), { width: 390 }, (page) =>
      page.getByText(comparison.verdict, { exact: true }).boundingBox()
    )
    expect(box!.y + box!.height).toBeLessThan(844)
  })

  it("lets the wide table scroll by itself on a phone", async () => {
    const [inner, outer] = await open(reportFixture(), { width: 390 }, (page) =>
      page.evaluate<[number, number]>(
        "(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth])(document.querySelector('#results .scroll'))"
      )
    )
    expect(inner).toBeGreaterThan(outer)
    expect(outer).toBeLessThanOrEqual(390)
  })

  it("shows the widest table whole on a desk", async () => {
    const [inner, outer] = await open(reportFixture(), { width: 1280 }, (page) =>
      page.evaluate<[number, number]>(
        "(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth])(document.querySelector('#results .scroll'))"
      )
    )
    expect(inner).toBe(outer)
  })

  it("sorts a table by any column, by mouse and by keyboard, and says so to a screen reader", async () => {
    const seen = await open(reportFixture(), { width: 1280 }, async (page) => {
      const first = () => page.locator("#table-results tbody th").first().innerText()
      const head = page.getByRole("columnheader", { name: "Parameters" })
      const steps = [await first()]
      await head.getByRole("button").click()
      steps.push(await first(), (await head.getAttribute("aria-sort"))!)
      await page.keyboard.press("Enter")
      steps.push(await first(), (await head.getAttribute("aria-sort"))!)
      await page.getByRole("columnheader", { name: "Accuracy difference" }).getByRole("button").click()
      steps.push(await first(), String(await head.getAttribute("aria-sort")))
      return steps.map((step) => step.split("\n")[0])
    })
    expect(seen).toEqual([
      "resnet-20 baseline",
      "resnet-20 restricted",
      "ascending",
      "resnet-20 baseline",
      "descending",
      "resnet-20 restricted",
      "null"
    ])
  })

  it("filters the rows of a long table by words", async () => {
    const seen = await open(familiesFixture(), { width: 1280 }, async (page) => {
      const region = page.locator("#results")
      await region.getByRole("searchbox", { name: "Filter rows" }).fill("dense restricted-")
      const rows = await region.locator("tbody tr:visible th").allInnerTexts()
      return [await region.getByRole("status").innerText(), ...rows.map((row) => row.split("\n")[0])]
    })
    expect(seen).toEqual(["2 of 12", "densenet-40 restricted-macs", "densenet-40 restricted-wide"])
  })

  const seeds = Array.from({ length: 60 }, (_, index) => index + 1)
  const ofRuns = (page: Page) => page.locator("details").filter({ hasText: "All runs, as numbers" })

  it("folds the rows of a very long table beyond a hundred away, and shows them where one asks", async () => {
    const counts = await open(reportFixture(seeds), { width: 1280 }, async (page) => {
      const runs = ofRuns(page)
      await runs.locator("summary").click()
      const rows = () => runs.locator("tbody tr:visible").count()
      const note = runs.getByText(/^The first/)
      const seen: Array<string | number> = [await rows(), await note.innerText()]
      await runs.getByRole("columnheader", { name: "Seed" }).getByRole("button").click()
      await page.keyboard.press("Enter")
      seen.push(await runs.locator("tbody tr").first().locator("td").first().innerText(), await rows())
      await runs.getByRole("searchbox").fill("baseline")
      seen.push(await rows(), String(await note.isVisible()))
      await runs.getByRole("searchbox").fill("")
      await runs.getByRole("button", { name: "Show all rows" }).click()
      seen.push(await rows(), String(await note.isVisible()))
      return seen
    })
    const note = "The first 100 of 180 rows are shown."
    expect(counts).toEqual([100, note, "60", 100, 60, "false", 180, "false"])
  })

  it("shows every row where no script runs", async () => {
    const count = await open(reportFixture(seeds), { width: 1280, scripts: false }, async (page) => {
      await ofRuns(page).locator("summary").click()
      return ofRuns(page).locator("tbody tr:visible").count()
    })
    expect(count).toBe(180)
  })

  it.each([
    ["a study", reportFixture, "light"],
    ["a study", reportFixture, "dark"],
    ["several families", familiesFixture, "light"],
    ["a depth sweep", sweepFixture, "dark"]
  ] as const)("has no serious barrier by axe: %s, %#", async (_, fixture, colorScheme) => {
    const violations = await open(fixture(), { width: 1280, colorScheme }, async (page) => {
      await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
      await page.evaluate(axe)
      return page.evaluate<Array<{ id: string; impact: string; nodes: Array<{ html: string }> }>>(
        "axe.run().then(({ violations }) => violations)"
      )
    })
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical")
    expect(serious.map(({ id, nodes }) => [id, nodes[0]!.html])).toEqual([])
  })

  it("draws seven charts, each seen by the accessibility tree as one image", async () => {
    const images = await open(reportFixture(), { width: 1280 }, async (page) => {
      const charts = await page.getByRole("img").all()
      return Promise.all(
        charts.map(async (chart) => ({
          size: await chart.boundingBox(),
          marks: await chart.locator("path[d], line, text").count()
        }))
      )
    })
    expect(images).toHaveLength(7)
    for (const { marks, size } of images) {
      expect(marks).toBeGreaterThan(20)
      expect(size!.width).toBeGreaterThan(300)
      expect(size!.height).toBeGreaterThan(120)
    }
  })

  it.each(["light", "dark"] as const)("has enough contrast in %s colours, in the charts too", async (colorScheme) => {
    const colors = await open(reportFixture(), { width: 1280, colorScheme }, (page) =>
      page.evaluate<{ paper: string; inks: Array<string> }>(`({
        paper: getComputedStyle(document.body).backgroundColor,
        inks: [...document.querySelectorAll("p, td, th, caption, dt, dd, figcaption, a, summary")].map((element) => getComputedStyle(element).color)
          .concat([...document.querySelectorAll(".chart text")].map((element) => getComputedStyle(element).fill))
      })`)
    )
    for (const ink of new Set(colors.inks)) expect(contrast(ink, colors.paper), ink).toBeGreaterThanOrEqual(4.5)
  })

  it.each([
    "<img src=x onerror=alert(1)>",
    '"><script>alert(1)</script>',
    "'/><svg onload=alert(1)>",
    "</style></title></svg>"
  ])("is harmless when every text starts with %s", async (attack) => {
    const counts = await open(hostile(attack), { width: 390 }, async (page) => ({
      foreign: await page.evaluate<number>(
        "document.querySelectorAll('img, script:not(body > script:last-child), iframe, [onload], [onerror]').length"
      ),
      charts: await page.getByRole("img").count(),
      title: await page.title(),
      overflow: await overflow(page)
    }))
    expect(counts).toEqual({
      foreign: 0,
      charts: 7,
      title: `${attack}${reportFixture().study.title} · ebcle`,
      overflow: 0
    })
  })
})

/** Contrast of two CSS colours by WCAG 2.2: from 1 (the same) to 21 (black on white). */
const contrast = (a: string, b: string): number => {
  const luminance = (color: string) => {
    const [red, green, blue] = color
      .match(/[\d.]+/g)!
      .slice(0, 3)
      .map((channel) => Number(channel) / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
  }
  const [darker, lighter] = [luminance(a), luminance(b)].toSorted((x, y) => x - y)
  return (lighter! + 0.05) / (darker! + 0.05)
}
