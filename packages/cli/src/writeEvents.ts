import { type Artifact, Manifest, type RunRecord } from "@ebcle/core"
import { cellName } from "@ebcle/pipeline"
import type { Architecture } from "@ebcle/zoo"
import { Effect, FileSystem, Path, Schema } from "effect"
import { CliError } from "./cliError.ts"
import { say } from "./say.ts"

const decodeManifest = Schema.decodeUnknownEffect(Schema.fromJsonString(Manifest))

/**
 * Writes what TensorBoard shows of a training into `<directory>/<study>/<cell>`, over what was there.
 *
 * @errors CliError NotWritable
 */
export const writeEvents = Effect.fnUntraced(function* (
  directory: string,
  artifact: Artifact<RunRecord>,
  architecture: Architecture
) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const { cell } = artifact.value
  const folder = path.join(directory, cell.study, cellName(cell))
  const file = path.join(folder, "events.out.tfevents.ebcle")
  // The store has just found it in order.
  const manifest = yield* fs
    .readFileString(path.join(artifact.folder, "manifest.json"))
    .pipe(Effect.flatMap(decodeManifest), Effect.orDie)
  // It brings the engine with it, which nothing else here needs.
  const { trainingEvents } = yield* Effect.promise(() => import("@ebcle/trainer"))
  const started = Date.parse(manifest.provenance.started) / 1000
  yield* fs.makeDirectory(folder, { recursive: true }).pipe(
    Effect.andThen(fs.writeFile(file, trainingEvents(artifact.value, architecture, started))),
    Effect.mapError(({ message }) => {
      const said = message.replaceAll(/\s+/g, " ")
      return new CliError({
        reason: "NotWritable",
        message: `--tensorboard: ${file} could not be written (${said}); name another folder.`
      })
    })
  )
  yield* say(`${file}: written`)
})
