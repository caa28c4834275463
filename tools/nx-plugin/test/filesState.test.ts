import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"

/** The plugin is JavaScript, which Nx loads before anything is compiled. */
const { filesState } = await import(new URL("../filesState.mjs", import.meta.url).href)

let folder: string
const pets = () => join(folder, "pets")
const cat = () => join(pets(), "cats", "1.png")

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ebcle-files-"))
  await mkdir(join(pets(), "cats"), { recursive: true })
  await writeFile(cat(), "cat")
  await utimes(cat(), 1, 1)
})
afterAll(() => rm(folder, { recursive: true }))

it.each([
  ["a file's size", () => writeFile(cat(), "cats").then(() => utimes(cat(), 1, 1))],
  ["a file's time stamp", () => utimes(cat(), 1, 2)],
  ["one more file", () => writeFile(join(pets(), "2.png"), "")],
  ["one file less", () => rm(cat())],
  ["no folder any more", () => rm(pets(), { recursive: true })]
])("is another after %s, and the same after nothing", async (_, change) => {
  const before = filesState([pets()])
  expect(filesState([pets()])).toBe(before)
  await change()
  expect(filesState([pets()])).not.toBe(before)
})
