import { readdirSync } from "node:fs"
import { expect, it } from "vitest"
import type { Operation } from "../src/operation.ts"
import { operations } from "../src/operations.ts"

const folder = new URL("../src/operations/", import.meta.url)

const isOperation = (value: unknown): value is Operation =>
  typeof value === "object" && value !== null && "infer" in value && "evaluate" in value

it("lists every operation that is defined, each under a name of its own", async () => {
  const modules: ReadonlyArray<Record<string, unknown>> = await Promise.all(
    readdirSync(folder).map((file) => import(new URL(file, folder).href))
  )
  const defined = modules.flatMap((module) => Object.values(module).filter(isOperation))
  expect(defined.length).toBeGreaterThan(0)
  expect(new Set(operations)).toEqual(new Set(defined))
  expect(new Set(operations.map(({ name }) => name)).size).toBe(operations.length)
})
