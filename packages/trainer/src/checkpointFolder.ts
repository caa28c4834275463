import { sha256 } from "@ebcle/core"
import { Effect, FileSystem, Layer, Option, Path, Schema } from "effect"
import { type Checkpoint, type CheckpointInterval, Checkpoints, TrainingProgress } from "./checkpoints.ts"
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts"
import { TrainerError } from "./trainerError.ts"

/** `checkpoint-E-S.json`, after E epochs and S steps: the progress, and the file of the state with its SHA-256. */
const CheckpointFile = Schema.Struct({ progress: TrainingProgress, state: Schema.String, sha256: Schema.String })

const decode = Schema.decodeUnknownEffect(Schema.fromJsonString(CheckpointFile))
const checkpointName = /^checkpoint-(\d+)-(\d+)\.json$/
const unfinishedName = "checkpoint.new"

/** Names of the checkpoints among files, the newest first. */
const newestFirst = (files: ReadonlyArray<string>): ReadonlyArray<string> =>
  files
    .flatMap((name) => {
      const [, epochs, steps] = checkpointName.exec(name) ?? []
      return epochs === undefined ? [] : [{ name, epochs: Number(epochs), steps: Number(steps) }]
    })
    .sort((a, b) => b.epochs - a.epochs || b.steps - a.steps)
    .map(({ name }) => name)

/**
 * Checkpoints in a folder, the last two.
 *
 * The state goes to a file of its own first; a checkpoint counts from the moment that the JSON that names it is renamed
 * into place. A kill at any moment leaves the one before or the new one. A damaged one is passed over for the one
 * before it, with a warning.
 */
export const checkpointFolder = (folder: string, every: CheckpointInterval) =>
  Layer.effect(
    Checkpoints,
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const at = (name: string) => path.join(folder, name)
      /** The checkpoint that was used or written last. */
      let last: string | undefined

      const read = Effect.fnUntraced(function* (name: string) {
        const file = yield* fs.readFileString(at(name)).pipe(Effect.flatMap(decode))
        const bytes = yield* fs.readFile(at(file.state))
        if (sha256(bytes) !== file.sha256) return yield* Effect.fail(`${file.state} is damaged`)
        return { progress: file.progress, state: yield* decodeSafetensors(bytes, at(file.state)) }
      }, Effect.option)

      const load: Effect.Effect<Checkpoint | undefined> = Effect.gen(function* () {
        const names = newestFirst(yield* fs.readDirectory(folder).pipe(Effect.orElseSucceed(() => [])))
        for (const [i, name] of names.entries()) {
          const found = yield* read(name)
          if (Option.isSome(found)) {
            last = name
            return found.value
          }
          const instead = i + 1 < names.length ? `tries ${names[i + 1]}` : "starts from the beginning"
          yield* Effect.logWarning(`${at(name)} is damaged; the training ${instead}.`)
        }
        return undefined
      })

      const save = ({ progress, state }: Checkpoint) =>
        Effect.gen(function* () {
          const position = `${progress.epochs.length}-${progress.stepsDone}`
          const name = `checkpoint-${position}.json`
          if (name === last) return
          yield* fs.makeDirectory(folder, { recursive: true })
          const bytes = encodeSafetensors(state)
          const file = { progress, state: `state-${position}.safetensors`, sha256: sha256(bytes) }
          yield* fs.writeFile(at(file.state), bytes)
          yield* fs.writeFileString(at(unfinishedName), JSON.stringify(file))
          yield* fs.rename(at(unfinishedName), at(name))
          const kept = [name, last].flatMap((checkpoint) => {
            const [, epochs, steps] = checkpointName.exec(checkpoint ?? "") ?? []
            return epochs === undefined ? [] : [checkpoint, `state-${epochs}-${steps}.safetensors`]
          })
          last = name
          // In alphabetical order: a checkpoint goes before its state, so none is left without.
          for (const old of (yield* fs.readDirectory(folder)).toSorted()) {
            if (!kept.includes(old)) yield* fs.remove(at(old), { force: true })
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
      return { every, load, save }
    })
  )
