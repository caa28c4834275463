import { sha256 } from "@ebcle/core"
import { Effect, FileSystem, Layer, Option, Path, Schema } from "effect"
import { type Checkpoint, type CheckpointInterval, Checkpoints, TrainingProgress } from "./checkpoints.ts"
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts"
import { TrainerError } from "./trainerError.ts"

/** `checkpoint-E-S.json`, after E epochs and S steps: the progress, and the file of the state with its SHA-256. */
const CheckpointFile = Schema.Struct({ progress: TrainingProgress, state: Schema.String, sha256: Schema.String })

const decode = Schema.decodeUnknownEffect(Schema.fromJsonString(CheckpointFile))

/** Where in its training a checkpoint was taken. */
type Position = readonly [epochs: number, steps: number]

const checkpointName = ([epochs, steps]: Position): string => `checkpoint-${epochs}-${steps}.json`
const unfinishedName = ([epochs, steps]: Position): string => `checkpoint-${epochs}-${steps}.new`
const stateName = ([epochs, steps]: Position): string => `state-${epochs}-${steps}.safetensors`
const compare = (a: Position, b: Position): number => a[0] - b[0] || a[1] - b[1]

/** The files that belong to a position. */
const positioned = (files: ReadonlyArray<string>) =>
  files.flatMap((name) => {
    const [, epochs, steps] = /^(?:checkpoint|state)-(\d+)-(\d+)\./.exec(name) ?? []
    const position: Position = [Number(epochs), Number(steps)]
    return epochs === undefined ? [] : [{ name, position }]
  })

/**
 * Checkpoints in a folder, the last two.
 *
 * The state goes to a file of its own first; a checkpoint counts from the moment that the JSON that names it is renamed
 * into place. A kill at any moment leaves the one before or the new one. A damaged one is passed over for the one
 * before it, with a warning. Two processes that train the same at once do not hinder each other.
 */
export const checkpointFolder = (folder: string, every: CheckpointInterval) =>
  Layer.effect(
    Checkpoints,
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const at = (name: string) => path.join(folder, name)
      /** The checkpoint that was used or written last. */
      let last: Position | undefined

      const filesThere = fs.readDirectory(folder).pipe(Effect.orElseSucceed((): ReadonlyArray<string> => []))

      const read = Effect.fnUntraced(function* (name: string) {
        const file = yield* fs.readFileString(at(name)).pipe(Effect.flatMap(decode))
        const bytes = yield* fs.readFile(at(file.state))
        if (sha256(bytes) !== file.sha256) return yield* Effect.fail(`${file.state} is damaged`)
        return { progress: file.progress, state: yield* decodeSafetensors(bytes, at(file.state)) }
      }, Effect.option)

      const load: Effect.Effect<Checkpoint | undefined> = Effect.gen(function* () {
        const checkpoints = positioned(yield* filesThere)
          .filter(({ name, position }) => name === checkpointName(position))
          .sort((a, b) => compare(b.position, a.position))
        for (const [i, { name, position }] of checkpoints.entries()) {
          const found = yield* read(name)
          if (Option.isSome(found)) {
            last = position
            return found.value
          }
          const next = checkpoints[i + 1]
          const instead = next === undefined ? "starts from the beginning" : `tries ${next.name}`
          yield* Effect.logWarning(`${at(name)} is damaged; the training ${instead}.`)
        }
        return undefined
      })

      const write = Effect.fnUntraced(function* (position: Position, { progress, state }: Checkpoint) {
        yield* fs.makeDirectory(folder, { recursive: true })
        const bytes = encodeSafetensors(state)
        const file = { progress, state: stateName(position), sha256: sha256(bytes) }
        yield* fs.writeFile(at(file.state), bytes)
        yield* fs.writeFileString(at(unfinishedName(position)), JSON.stringify(file))
        yield* fs.rename(at(unfinishedName(position)), at(checkpointName(position)))
      })

      const save = (checkpoint: Checkpoint) =>
        Effect.gen(function* () {
          const position = [checkpoint.progress.epochs.length, checkpoint.progress.stepsDone] as const
          const before = last
          if (before !== undefined && compare(position, before) === 0) return
          // Another process may have renamed the file that this one wrote; then it is written again.
          yield* Effect.retry(write(position, checkpoint), { times: 9 })
          last = position
          const isOld = (other: Position) =>
            compare(other, position) < 0 && (before === undefined || compare(other, before) !== 0)
          // What is newer is another process's. In alphabetical order, for no checkpoint is to be without its state.
          for (const file of positioned((yield* filesThere).toSorted())) {
            if (isOld(file.position)) yield* fs.remove(at(file.name), { force: true })
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
