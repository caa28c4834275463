import { Effect, FileSystem, Path } from "effect"
import { ReportError } from "./reportError.ts"
import type { ReportFile } from "./reportFiles.ts"

/** Writes the files of a report into a folder. */
export const writeFiles = Effect.fnUntraced(function* (folder: string, files: ReadonlyArray<ReportFile>) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  for (const { content, name } of files) {
    const file = path.join(folder, name)
    const written = typeof content === "string" ? fs.writeFileString(file, content) : fs.writeFile(file, content)
    yield* written.pipe(
      Effect.mapError(
        (error) =>
          new ReportError({
            reason: "PageNotWritable",
            message: `${file} could not be written (${error.message.replaceAll(/\s+/g, " ")}); free space or make the folder writable.`
          })
      )
    )
  }
})
