import { sha256 } from "@ebcle/core"
import { Effect, FileSystem, Layer, Path, Schema } from "effect"
import { type Checkpoint, Checkpoints, TrainingProgress } from "./checkpoints.ts"
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts"
import { TrainerError } from "./trainerError.ts"

/** `checkpoint.json`: the progress, and the file of the state with its SHA-256. */
const CheckpointFile = Schema.Struct({ progress: TrainingProgress, state: Schema.String, sha256: Schema.String })

const decode = Schema.decodeUnknownEffect(Schema.fromJsonString(CheckpointFile))
const fileName = "checkpoint.json"

/** Seconds between checkpoints of a real training: little to lose, and nothing to notice while it runs. */
const interval = 30

/**
 * Checkpoints in a folder, the last one only.
 *
 * The state goes to a new file first; a checkpoint counts from the moment that `checkpoint.json`, which names it, is
 * renamed into place. A kill at any moment leaves the one before or the new one. One that cannot be read is none.
 */
export const checkpointFolder = (folder: string) =>
  Layer.effect(
    Checkpoints,
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const at = (name: string) => path.join(folder, name)

      const load: Effect.Effect<Checkpoint | undefined> = Effect.gen(function* () {
        const file = yield* fs.readFileString(at(fileName)).pipe(Effect.flatMap(decode))
        const bytes = yield* fs.readFile(at(file.state))
        if (sha256(bytes) !== file.sha256) return undefined
        return { progress: file.progress, state: yield* decodeSafetensors(bytes, at(file.state)) }
      }).pipe(Effect.orElseSucceed(() => undefined))

      const save = ({ progress, state }: Checkpoint) =>
        Effect.gen(function* () {
          yield* fs.makeDirectory(folder, { recursive: true })
          const before = yield* fs.readDirectory(folder)
          const bytes = encodeSafetensors(state)
          const name = `state-${progress.epochs.length}-${progress.stepsDone}.safetensors`
          yield* fs.writeFile(at(name), bytes)
          const file = { progress, state: name, sha256: sha256(bytes) }
          yield* fs.writeFileString(at(`${fileName}.new`), JSON.stringify(file))
          yield* fs.rename(at(`${fileName}.new`), at(fileName))
          for (const old of before) {
            if (old !== name && old !== fileName) yield* fs.remove(at(old), { force: true })
          }
        }).pipe(
          Effect.mapError(
            ({ message }) =>
              new TrainerError({
                reason: "NotWritable",
                message: `${folder}: no checkpoint could be written (${message.replaceAll(/\s+/g, " ")}); free disk space or set the folder's permissions, and run again.`
              })
          )
        )
      return { interval, load, save }
    })
  )
