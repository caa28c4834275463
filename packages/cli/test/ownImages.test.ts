import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { ebcle } from "./ebcle.ts"

const kinds = new URL("../../ingest/test/golden/sources/kinds/", import.meta.url)
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ebcle-own-"))
  for (const name of ["ants", "bees"]) {
    await mkdir(join(folder, "my-images", name), { recursive: true })
    for (const [index, file] of ["rgb.png", "rgb.jpg", "lossy.webp", "grey.png", "palette.png"].entries()) {
      await copyFile(new URL(file, kinds), join(folder, "my-images", name, `${index}-${file}`))
    }
  }
})
afterAll(() => rm(folder, { recursive: true }))

it("a folder of images becomes a depth estimate in three commands", async () => {
  const images = join(folder, "my-images")
  const run = async (...args: ReadonlyArray<string>) => {
    const { code, stderr, stdout } = await ebcle([...args, images, "--json"], join(folder, "artifacts"))
    expect(code, stderr).toBe(0)
    return JSON.parse(stdout)
  }
  const dataset = await run("ingest", "--statistics", "--duplicates")
  expect(dataset).toMatchObject({
    name: expect.stringMatching(/^my-images-[0-9a-f]{6}$/),
    shape: [10, 12, 3],
    classes: ["ants", "bees"],
    splits: { train: { count: 8 }, test: { count: 2 } },
    // Both classes have the same images, so a test image of one is a training image of the other, if not held out too.
    duplicates: { testImages: 2 }
  })
  expect(await run("profile")).toMatchObject({ dataset: dataset.name, count: 8 })
  expect(await run("estimate")).toMatchObject({ dataset: dataset.name, rule: { rule: "additive" }, unit: "blocks" })
  expect((await run("estimate", "--delta", "2")).rule.delta).toBe(2)
})
