import { existsSync } from "node:fs"
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { RunRecord } from "@ebcle/core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { ebcle } from "./ebcle.ts"
import { tinyStudy } from "./tinyStudy.ts"

const gpu = existsSync("/proc/driver/nvidia/version")

const cell = "resnet8.baseline.seed-1"
const oneCell = {
  ...tinyStudy(),
  dataset: { name: "mnist", trainImages: 64, testImages: 50 },
  models: { resnet8: "resnet8" },
  variants: { baseline: { transform: "baseline" } },
  recipe: { ...tinyStudy().recipe, batchSize: 32 },
  seeds: [1]
}

describe("ebcle train --engine", () => {
  let folder: string
  let study: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "ebcle-engines-"))
    study = join(folder, "tiny.study.json")
    await writeFile(study, JSON.stringify(oneCell))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const train = (engine: string, environment: NodeJS.ProcessEnv = {}) =>
    ebcle(["train", study, "--cell", cell, "--engine", engine, "--json"], join(folder, "artifacts"), environment)

  const trained = async (engine: string, environment?: NodeJS.ProcessEnv): Promise<RunRecord> => {
    const { code, stderr, stdout } = await train(engine, environment)
    expect(code, stderr).toBe(0)
    return JSON.parse(stdout)[0]
  }

  it("gives the losses of TensorFlow on TensorFlow.js, which needs no native library", async () => {
    const native = await trained("tensorflow")
    const empty = join(folder, "cache")
    const wasm = await trained("tfjs-wasm", { EBCLE_CACHE_DIR: empty })
    expect(await readdir(folder)).not.toContain("cache")
    expect(wasm.engine).toMatchObject({ engine: "tfjs", intraOpThreads: 1, oneDnn: false })
    expect(wasm.engine.device).toMatch(/^wasm \(/)
    for (const field of ["loss", "testLoss"] as const) {
      expect(wasm.epochs[0]![field] / native.epochs[0]![field], field).toBeCloseTo(1, 3)
    }
    // The engine is part of the key: the one took the place of the other.
    const explained = await ebcle(["explain", study, "--engine", "tfjs-wasm"], join(folder, "artifacts"))
    expect(explained.stdout).toMatch(new RegExp(`^keep {2}tiny/${cell}/train`, "m"))
    const other = await ebcle(["explain", study], join(folder, "artifacts"))
    expect(other.stdout).toMatch(new RegExp(`^run {3}tiny/${cell}/train .*engine`, "m"))
  })

  it("says in one line that there is no adapter for WebGPU, and the cure", async () => {
    const { code, stderr } = await train("tfjs-webgpu", { VK_ICD_FILENAMES: "/nowhere.json", VK_DRIVER_FILES: "" })
    expect(code).toBe(3)
    expect(stderr.trimEnd().split("\n").at(-1)).toMatch(
      /^ebcle: tfjs has no backend webgpu here: there is no adapter; install a Vulkan driver .* or choose the engine tfjs-wasm\.$/
    )
  })

  it.skipIf(gpu)("says in one line that XLA is for a GPU", async () => {
    const { code, stderr } = await train("tensorflow-xla")
    expect(code).toBe(3)
    expect(stderr).toBe(
      "ebcle: --engine tensorflow-xla compiles for a GPU, and this machine computes on its cpu; choose tensorflow.\n"
    )
  })

  it.skipIf(!gpu)(`trains with steps that XLA compiled${gpu ? "" : ": no GPU here"}`, async () => {
    const [plain, compiled] = [await trained("tensorflow"), await trained("tensorflow-xla")]
    expect(compiled.engine.xla).toBe(true)
    expect(compiled.epochs[0]!.loss / plain.epochs[0]!.loss).toBeCloseTo(1, 2)
  })

  it("refuses a precision that TensorFlow.js does not have", async () => {
    const file = join(folder, "half.study.json")
    await writeFile(file, JSON.stringify({ ...oneCell, recipe: { ...oneCell.recipe, precision: "bfloat16" } }))
    const { code, stderr } = await ebcle(["train", file, "--engine", "tfjs-cpu"], join(folder, "artifacts"))
    expect(code).toBe(2)
    expect(stderr).toContain(
      'half.study.json: TensorFlow.js computes in float32, not bfloat16; set recipe.precision to "float32", or train with --engine tensorflow.'
    )
  })
})
