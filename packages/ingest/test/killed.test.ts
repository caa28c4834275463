import { spawn } from "node:child_process"
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { ArtifactStore } from "@ebcle/core"
import { Effect, Layer } from "effect"
import { afterAll, expect, it } from "vitest"
import { platform, readSplit } from "./platform.ts"

const killedAt = fileURLToPath(new URL("killedAt.mjs", import.meta.url))
const batch = fileURLToPath(new URL("../../../test-data/cifar-10-first/data_batch_1.bin", import.meta.url))
const testBatch = fileURLToPath(new URL("../../../test-data/cifar-10-first/test_batch.bin", import.meta.url))

const work = mkdtempSync(join(tmpdir(), "ebcle-killed-"))
const data = join(work, "data", "cifar-10-batches-bin")
mkdirSync(data, { recursive: true })
afterAll(() => rmSync(work, { recursive: true }))

/** Ingests in a process of its own that is killed at a change of the disk; never, if there are fewer. */
const ingest = (root: string, change = Number.POSITIVE_INFINITY) =>
  new Promise<{ readonly signal: string | null; readonly changes: ReadonlyArray<string> }>((resolve, reject) => {
    const child = spawn(process.execPath, [killedAt, root, String(change)], {
      env: { ...process.env, EBCLE_DATA: join(work, "data") },
      stdio: ["ignore", "pipe", "inherit"]
    })
    let text = ""
    child.stdout.on("data", (bytes) => {
      text += bytes
    })
    child.on("error", reject)
    child.on("close", (code, signal) => {
      if (code === 0 || signal === "SIGKILL") resolve({ signal, changes: text.trim().split("\n") })
      else reject(new Error(`The process that ingests ended with ${code ?? signal}.`))
    })
  })

/** Images of the training split in a store that is opened, every one of them read. */
const imagesIn = async (root: string): Promise<number> => {
  await Effect.runPromise(Effect.provide(ArtifactStore, Layer.provide(ArtifactStore.layer({ root }), platform)))
  const folder = join(root, "cifar10", "ingest")
  const { count } = await Effect.runPromise(Effect.provide(readSplit(join(folder, "train.arrow")), platform))
  return count
}

it("a process that is killed leaves the old artifact or the new one, and the next one completes", async () => {
  copyFileSync(batch, join(data, "data_batch_1.bin"))
  copyFileSync(testBatch, join(data, "test_batch.bin"))
  const old = join(work, "old")
  await ingest(old)
  expect(await imagesIn(old)).toBe(20)

  // A second batch makes 40 images of 20.
  copyFileSync(batch, join(data, "data_batch_2.bin"))
  const whole = join(work, "whole")
  cpSync(old, whole, { recursive: true })
  const { changes } = await ingest(whole)
  expect(await imagesIn(whole)).toBe(40)

  // Both renames and what comes after them, the first change and the last, and three writes.
  const at = (name: string) => [...changes.keys()].filter((index) => changes[index] === name)
  const [renames, writes] = [at("rename"), at("writeAll")]
  expect(renames).toHaveLength(2)
  const publishes = renames[1]!
  const chosen = [
    0,
    ...[0, writes.length >> 1, writes.length - 1].map((index) => writes[index]!),
    ...renames,
    publishes + 1,
    changes.length - 1
  ]
  const completed = new Set([writes[writes.length >> 1], publishes, changes.length - 1])
  const kill = async (index: number) => {
    const root = join(work, `killed-${index}`)
    cpSync(old, root, { recursive: true })
    const { changes: reached, signal } = await ingest(root, index + 1)
    expect(signal).toBe("SIGKILL")
    expect(reached).toEqual(changes.slice(0, index + 1))
    const left = await imagesIn(root)
    if (!completed.has(index)) return left
    await ingest(root)
    expect(await imagesIn(root)).toBe(40)
    expect(readdirSync(join(root, ".pending"))).toEqual([])
    return left
  }
  const left: Array<number> = []
  for (let index = 0; index < chosen.length; index += 2) {
    left.push(...(await Promise.all(chosen.slice(index, index + 2).map(kill))))
  }
  // At the last rename the old one has stepped aside, and is taken back.
  expect(left).toEqual(chosen.map((index) => (index <= publishes ? 20 : 40)))
})
