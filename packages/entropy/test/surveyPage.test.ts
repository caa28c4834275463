import type { DatasetHeader, MeasureName } from "@ebcle/core"
import { Effect } from "effect"
import { decode } from "fast-png"
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { launchBrowser } from "../../report/test/browser.ts"
import { lookAt } from "../../report/test/lookAt.ts"
import { measureImages } from "../src/measureImages.ts"
import { measures } from "../src/measures.ts"
import { datasetPage } from "../src/page/datasetPage.ts"
import type { PageInput } from "../src/page/pageInput.ts"
import { pictureUri } from "../src/page/pictureUri.ts"
import { summarise } from "../src/summarise.ts"
import { cifar } from "./golden.ts"

const every = Object.keys(measures) as ReadonlyArray<MeasureName>
const shape = [32, 32, 3] as const
const images = cifar()
const labels = Int32Array.from({ length: 20 }, (_, index) => index % 4)

/** A page of some measures of 20 images, the last 10 of which also stand for a test split; texts begin with `attack`. */
const input = (names: ReadonlyArray<MeasureName>, attack = ""): PageInput => {
  const classes = ["aeroplane", "car", "bird", "cat"].map((name) => attack + name)
  const splits = { train: { file: "train.arrow", count: 20 }, test: { file: "test.arrow", count: 10 } }
  const about = { sources: [], licence: `${attack}none`, citation: `${attack}a book` }
  const dataset: DatasetHeader = { name: `${attack}ten`, shape, classes, splits, ...about }
  const measured = (measure: MeasureName, split: "train" | "test", values: Float64Array) => ({
    values,
    profile: summarise({
      dataset: dataset.name,
      split,
      shape,
      measure,
      unit: measures[measure].unit,
      ceiling: measures[measure].ceiling(shape),
      values,
      channels: [],
      labels: labels.subarray(0, values.length),
      classes,
      file: "x.arrow"
    })
  })
  const views = names.map((measure) => {
    const values = measureImages(measure, shape, images)
    const picture = (index: number) => ({
      uri: pictureUri(shape, images.subarray(index * 3072, (index + 1) * 3072)),
      name: classes[labels[index]!]!,
      value: values[index]!
    })
    const pictures = { lowest: [0, 1].map(picture), median: [2, 3].map(picture), highest: [4, 5].map(picture) }
    return {
      train: measured(measure, "train", values),
      test: measured(measure, "test", values.subarray(10)),
      pictures
    }
  })
  return { dataset, labels, views, unit: "nats" }
}

const render = (page: PageInput) => Effect.runPromise(datasetPage(page))

describe("pictureUri", () => {
  const pixels = (uri: string) => decode(Buffer.from(uri.slice("data:image/png;base64,".length), "base64"))

  it("is a PNG file of the image", () => {
    const { channels, data, height, width } = pixels(pictureUri(shape, images.subarray(0, 3072)))
    expect([height, width, channels]).toEqual([32, 32, 3])
    expect(Uint8Array.from(data)).toEqual(images.slice(0, 3072))
  })

  it("is grey for one channel, and shows a large image smaller", () => {
    const { channels, data, height, width } = pixels(
      pictureUri(
        [100, 193, 1],
        Uint8Array.from({ length: 19_300 }, (_, at) => at % 193)
      )
    )
    expect([height, width, channels]).toEqual([34, 65, 1])
    expect([...data.subarray(0, 3)]).toEqual([0, 3, 6])
  })
})

describe("the page of a dataset in a browser", () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser.close()
  })

  /** Looks at a page, which must say nothing and ask for nothing but the pictures in it. */
  const open = async <A>(text: string, width: number, look: (page: Page) => Promise<A>) => {
    const { asked, said, seen } = await lookAt(browser, text, { width }, look)
    expect(said).toEqual([])
    expect(asked.filter((url) => !url.startsWith("data:image/png;"))).toEqual([])
    return seen
  }

  it("shows every measure, its pictures, and no sideways overflow", async () => {
    const text = await render(input(every))
    for (const width of [390, 1280]) {
      const seen = await open(text, width, async (page) => ({
        sections: await page.locator("main > section").count(),
        charts: await page
          .getByRole("img")
          .locator("visible=true")
          .filter({ has: page.locator("title") })
          .count(),
        loaded: await page.evaluate<number>("[...document.images].filter((image) => image.naturalWidth === 32).length"),
        overflow: await page.evaluate<number>(
          "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
      }))
      expect(seen).toEqual({
        sections: every.length + 3,
        charts: 2 * every.length + 1 + (every.length - 1) + 1,
        loaded: 6 * every.length,
        overflow: 0
      })
    }
  })

  it("of one measure compares it with none", async () => {
    const text = await render(input(["shannon"]))
    expect(await open(text, 800, (page) => page.locator("main > section").count())).toBe(3)
  })

  it("shows bits, and leaves a ratio as it is", async () => {
    const page = input(["shannon", "signal-to-noise"])
    const [nats, bits] = [await render(page), await render({ ...page, unit: "bits" })]
    const { mean } = page.views[0]!.train.profile
    const ratio = page.views[1]!.train.profile.mean.toFixed(3)
    expect(nats).toContain(`<td>${mean.toFixed(3)}</td>`)
    expect(bits).toContain(`<td>${(mean / Math.LN2).toFixed(3)}</td>`)
    for (const text of [nats, bits]) expect(text).toContain(`<td>${ratio}</td>`)
  })

  it("has the same bytes for the same input", async () => {
    const page = input(["shannon", "haar"])
    expect(await render(page)).toBe(await render(page))
  })

  it.each(["<img src=x onerror=alert(1)>", '"><script>alert(1)</script>', "</style></title></svg>"])(
    "is harmless when every text starts with %s",
    async (attack) => {
      const text = await render(input(["shannon", "delentropy"], attack))
      const seen = await open(text, 390, async (page) => ({
        foreign: await page.evaluate<number>("document.querySelectorAll('iframe, [onload], [onerror]').length"),
        // The one that sorts tables.
        scripts: await page.evaluate<number>("document.scripts.length"),
        title: await page.title()
      }))
      expect(seen).toEqual({ foreign: 0, scripts: 1, title: `${attack}ten · ebcle` })
    }
  )
})
