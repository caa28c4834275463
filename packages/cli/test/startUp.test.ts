import process from "node:process"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"
import { endingOf } from "./ebcle.ts"

const bin = fileURLToPath(new URL("../bin/ebcle.mjs", import.meta.url))

const module = (source: string): string => `data:text/javascript,${encodeURIComponent(source)}`

/** Tells on standard error of each package of ours that is imported by name. */
const hook = module(`export const resolve = (name, context, next) => {
  if (name.startsWith("@ebcle/")) process._rawDebug("imports " + name)
  return next(name, context)
}`)
const tellImports = module(`import { register } from "node:module"; register(${JSON.stringify(hook)})`)

it("starts without what only the training process needs", { timeout: 60_000 }, async () => {
  const { code, stderr } = await endingOf(process.execPath, [`--import=${tellImports}`, bin, "--help"], {})
  const imported = new Set(Array.from(stderr.matchAll(/^imports (.*)$/gm), ([, name]) => name))
  expect(code, stderr).toBe(0)
  expect(imported).toContain("@ebcle/trainer/stages")
  for (const name of ["@ebcle/engine", "@ebcle/tensor", "@ebcle/trainer"]) expect(imported).not.toContain(name)
})
