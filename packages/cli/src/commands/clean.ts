import { ArtifactStore } from "@ebcle/core"
import { Effect, FileSystem, Path } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { CliError } from "../cliError.ts"
import { json, print } from "../output.ts"
import { readStudies, studyNames } from "../readStudy.ts"
import { processesAtWork, referencedFolders, sizeOf, studiesOfLogs, unreferenced } from "../unreferenced.ts"

const studies = Argument.String("study").pipe(
  Argument.variadic(),
  Argument.withDescription("Studies outside configs/ whose artifacts are to be kept as well")
)
const remove = Flag.Boolean("remove").pipe(
  Flag.withDefault(false),
  Flag.withDescription("Remove what is shown; without it nothing is changed")
)

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

/** Every study whose artifacts stay: those of configs/, those named, and those that a run log says to be elsewhere. */
const keptStudies = Effect.fnUntraced(function* (named: ReadonlyArray<string>) {
  const known = [...(yield* studyNames), ...named]
  const read = yield* readStudies(known, "tensorflow")
  const names = new Set(read.map(({ name }) => name))
  const elsewhere = yield* studiesOfLogs(names)
  return [...read, ...(yield* readStudies(elsewhere, "tensorflow"))]
})

export const clean = Command.make(
  "clean",
  { studies, remove, json },
  Effect.fnUntraced(function* ({ json, remove, studies }) {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const { root } = yield* ArtifactStore
    const kept = referencedFolders(yield* keptStudies(studies))
    const folders = yield* Effect.forEach(yield* unreferenced(kept), (folder) =>
      Effect.map(sizeOf(path.join(root, folder)), (bytes) => ({ folder, bytes }))
    )
    if (remove && folders.length > 0) {
      const [process] = yield* processesAtWork
      if (process !== undefined) {
        return yield* new CliError({
          reason: "Busy",
          message: `process ${process} is at work in ${root}; nothing was removed. Wait for it, or stop it, and run again.`
        })
      }
      for (const { folder } of folders) {
        yield* fs.remove(path.join(root, folder), { recursive: true, force: true }).pipe(
          Effect.mapError(
            ({ message }) =>
              new CliError({
                reason: "NotWritable",
                message: `${path.join(root, folder)} could not be removed (${message.replaceAll(/\s+/g, " ")}); make it writable and run again.`
              })
          )
        )
      }
    }
    const total = folders.reduce((sum, { bytes }) => sum + bytes, 0)
    yield* print(json, { root, removed: remove, folders }, () =>
      [
        ...folders.map(({ bytes, folder }) => `${folder}  ${megabytes(bytes)}`),
        folders.length === 0
          ? "Every artifact belongs to a study."
          : `${megabytes(total)} in ${folders.length} folders that no study refers to${remove ? " were removed" : '; "npx ebcle clean --remove" removes them'}.`
      ].join("\n")
    )
  })
).pipe(Command.withDescription("Show, and remove if asked to, the artifacts that no study refers to"))
