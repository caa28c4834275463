import process from "node:process"
import { workspaceRoot } from "@ebcle/core"
import { Effect, type FileSystem, Path } from "effect"

/** The folder of downloaded datasets: the one that EBCLE_DATA names, else `data` of the workspace. */
export const dataFolder: Effect.Effect<string, never, FileSystem.FileSystem | Path.Path> = Effect.gen(function* () {
  const path = yield* Path.Path
  const named = process.env.EBCLE_DATA
  if (named !== undefined && named !== "") return path.resolve(named)
  return path.join(yield* workspaceRoot, "data")
})
