import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { build, example } from "./example.ts"

describe("examples", () => {
  let folder: string

  beforeAll(async () => {
    await build()
    folder = await mkdtemp(join(tmpdir(), "ebcle-examples-"))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it("are short: at most 12 lines each, 20 to train, the comment and blank lines aside", async () => {
    const scripts = new URL("examples/", import.meta.url)
    const names = (await readdir(scripts)).filter((name) => name.endsWith(".mjs"))
    expect(names.map((name) => name.slice(0, -".mjs".length)).toSorted()).toEqual([
      "depth",
      "engine",
      "entropy",
      "ingest",
      "report",
      "stats",
      "store",
      "tensor",
      "train",
      "zoo"
    ])
    for (const name of names) {
      const code = (await readFile(new URL(name, scripts), "utf8"))
        .split("\n")
        .filter((line) => !/^(\/\/.*)?$/.test(line))
      expect(code.length, name).toBeLessThanOrEqual(name === "train.mjs" ? 20 : 12)
    }
  })

  it("ingest writes a dataset, entropy measures it, train learns from it", async () => {
    expect(await example("ingest", folder)).toContain("train: { file: 'train.arrow', count: 60000 }")
    expect(await example("entropy", folder)).toBe("60000 1.1108")
    const [, accuracy, weights] = /^ResNet-8 (\S+) (\S+)$/.exec(await example("train", folder))!
    expect(Number(accuracy)).toBeGreaterThan(0.5)
    expect(await readdir(folder)).toContain(weights)
  })

  it("depth bounds", async () => {
    expect(await example("depth")).toBe("2 ⌈1.475 nats / 1 nat⌉ = 2 blocks 2 2")
  })

  it("zoo restricts and describes", async () => {
    expect(await example("zoo")).toMatch(/^ResNet-10 \[2, 1, 1\] width 24: 10 layers, 4 blocks, width 24\n/)
  })

  it("tensor goes down a gradient", async () => {
    // (0 - 3)² + (5 - 3)² = 13; a quarter of the gradient 2 (w - 3) goes half of the way to 3.
    expect(await example("tensor")).toBe("Float64Array(1) [ 13 ] Float64Array(2) [ 1.5, 4 ]")
  })

  it("engine adds up 0 to 999", async () => {
    expect(await example("engine")).toBe(String((999 * 1000) / 2))
  })

  it("stats tests", async () => {
    expect(await example("stats")).toBe("non-inferior -0.00104 0.00040\n8 pairs for a smaller margin")
  })

  it("store computes once", async () => {
    const root = join(folder, "store")
    expect(await example("store", root)).toBe("computing\n9")
    expect(await example("store", root)).toBe("9")
  })
})
