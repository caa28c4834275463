import { ArtifactStore, isAlive } from "@ebcle/core"
import { type NamedStudy, reportTarget, targetsOf } from "@ebcle/pipeline"
import { Effect, FileSystem, Path } from "effect"
import { readRuns } from "./runLog/readRuns.ts"

/** Where the store keeps what killed stages left, a folder for each artifact's. */
const unfinished = ".unfinished"

/** The folders of all artifacts that studies refer to. */
export const referencedFolders = (studies: ReadonlyArray<NamedStudy>): ReadonlySet<string> =>
  new Set(targetsOf(studies.map((study) => reportTarget(study))).map(({ folder }) => folder))

const list = Effect.fnUntraced(function* (folder: string) {
  const fs = yield* FileSystem.FileSystem
  return (yield* Effect.orElseSucceed(fs.readDirectory(folder), () => [])).toSorted()
})

/** Artifacts, and what is left of unfinished ones, that are not among those that are kept; below the store's root. */
export const unreferenced = Effect.fnUntraced(function* (kept: ReadonlySet<string>) {
  const path = yield* Path.Path
  const { root } = yield* ArtifactStore
  const found: Array<string> = []
  const visit = (folder: string): Effect.Effect<void, never, FileSystem.FileSystem | Path.Path> =>
    Effect.gen(function* () {
      const names = yield* list(path.join(root, folder))
      if (names.includes("manifest.json")) {
        if (!kept.has(folder)) found.push(folder)
        return
      }
      for (const name of names) yield* visit(`${folder}/${name}`)
    })
  for (const name of yield* list(root)) if (!name.startsWith(".")) yield* visit(name)
  for (const name of yield* list(path.join(root, unfinished))) {
    if (!kept.has(name.replaceAll("+", "/"))) found.push(`${unfinished}/${name}`)
  }
  return found
})

/** Files of studies that are not among the known names, by their last run logs; only those that are still there. */
export const studiesOfLogs = Effect.fnUntraced(function* (known: ReadonlySet<string>) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const { root } = yield* ArtifactStore
  const files: Array<string> = []
  for (const name of yield* list(path.join(root, ".runs"))) {
    if (known.has(name)) continue
    const file = (yield* readRuns(name)).at(-1)?.start.file
    if (file !== undefined && (yield* Effect.orElseSucceed(fs.exists(file), () => false))) files.push(file)
  }
  return files
})

/** Processes of this machine that write artifacts now. */
export const processesAtWork = Effect.gen(function* () {
  const path = yield* Path.Path
  const { root } = yield* ArtifactStore
  const owners = (yield* list(path.join(root, ".pending"))).map((name) => Number.parseInt(name, 10))
  return owners.filter((pid) => Number.isInteger(pid) && isAlive(pid))
})

/** Bytes of all files below a folder. */
export const sizeOf = Effect.fnUntraced(function* (folder: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const names = yield* Effect.orElseSucceed(fs.readDirectory(folder, { recursive: true }), () => [])
  const sizes = yield* Effect.forEach(names, (name) =>
    fs.stat(path.join(folder, name)).pipe(
      Effect.map(({ size, type }) => (type === "File" ? Number(size) : 0)),
      Effect.orElseSucceed(() => 0)
    )
  )
  return sizes.reduce((sum, size) => sum + size, 0)
})
