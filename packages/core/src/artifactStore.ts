import { hostname } from "node:os"
import process from "node:process"
import { Clock, Context, DateTime, Effect, FileSystem, Layer, Path, type PlatformError, Schema } from "effect"
import { inspectFolder, type Look, lookClosely, lookNow, sealFolder } from "./artifactFolder.ts"
import { type ArtifactKey, artifactKey } from "./artifactKey.ts"
import { type ArtifactState, describeState } from "./artifactState.ts"
import { CoreError } from "./coreError.ts"
import { exclusively, lockName } from "./exclusively.ts"
import { pendingName, removeAbandoned, temporaryFolder } from "./pendingFolder.ts"
import { publish, takeBack } from "./publish.ts"
import type { Artifact, Inputs, Stage } from "./stage.ts"

/** A stage applied to parameters and inputs, with the folder (below the store's root) that its artifact lives in. */
export interface Request<P, I extends Inputs, A, E, R> {
  readonly stage: Stage<P, I, A, E, R>
  readonly params: NoInfer<P>
  readonly inputs: NoInfer<I>
  readonly folder: string
}

/** What happened in `obtain`; the command line prints it. */
export interface StoreEvent {
  readonly folder: string
  readonly stage: string
  /** `Waiting` where another process is at it; what it left is looked at afterwards. */
  readonly state: ArtifactState<unknown>["_tag"] | "Waiting"
  readonly why: string
}

interface StoreOptions {
  /** Folder of all artifacts, made when the first is written. */
  readonly root: string
  /** The checkout's commit, for the provenance, or null; asked for when something is computed. */
  readonly commit?: Effect.Effect<string | null>
  /** Is told what was found and what is computed. */
  readonly onEvent?: (event: StoreEvent) => Effect.Effect<void>
}

/**
 * Artifacts by folder: found when their key and their bytes are right, else computed, whole or not at all.
 *
 * A stage writes into a temporary folder that is renamed when it is complete, so a reader sees all of an artifact or
 * none, and a killed stage leaves nothing in use. Failures are not cached.
 */
export class ArtifactStore extends Context.Service<
  ArtifactStore,
  {
    /** Absolute path of the root folder. */
    readonly root: string
    /** Whether the artifact can be used as it is; `verify` reads every byte instead of trusting size and time. */
    readonly inspect: <P, I extends Inputs, A, E, R>(
      request: Request<P, I, A, E, R>,
      options?: { readonly verify?: boolean }
    ) => Effect.Effect<ArtifactState<A>, CoreError>
    /**
     * The same without the value, which is not even read: enough where only the digest counts. A value that the stage
     * cannot read any more, although its version is the same, is not found so.
     */
    readonly look: <P, I extends Inputs, A, E, R>(request: Request<P, I, A, E, R>) => Effect.Effect<Look, CoreError>
    /** The artifact, computed now if it is not there. */
    readonly obtain: <P, I extends Inputs, A, E, R>(
      request: Request<P, I, A, E, R>
    ) => Effect.Effect<Artifact<A>, CoreError | E, R>
  }
>()("@ebcle/core/ArtifactStore") {
  static layer(options: StoreOptions) {
    return Layer.effect(ArtifactStore, makeStore(options))
  }
}

/** Where stages keep what a killed run should find again: for each artifact's folder one, with a folder for each key. */
const scratchName = ".unfinished"

const oneLine = (error: PlatformError.PlatformError): string => error.message.replaceAll(/\s+/g, " ")

const makeStore = Effect.fnUntraced(function* (options: StoreOptions) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const disk = Context.make(FileSystem.FileSystem, fs).pipe(Context.add(Path.Path, path))
  const root = path.resolve(options.root)
  const onEvent = options.onEvent ?? (() => Effect.void)

  /** Gives the file system, and says in one line what it refuses. */
  const onDisk = <A, R>(
    folder: string,
    effect: Effect.Effect<A, PlatformError.PlatformError, R>,
    reason: "ArtifactInvalid" | "StoreNotWritable"
  ) => {
    const cure =
      reason === "ArtifactInvalid"
        ? "check the folder's permissions"
        : `free space or make ${root} writable, then run again`
    return effect.pipe(
      Effect.provide(disk),
      Effect.mapError((error) => new CoreError({ reason, message: `${folder}: ${oneLine(error)}; ${cure}.` }))
    )
  }

  const inspect = <P, I extends Inputs, A, E, R>(
    { folder, stage }: Request<P, I, A, E, R>,
    key: ArtifactKey,
    verify: boolean
  ): Effect.Effect<ArtifactState<A>, CoreError> =>
    onDisk(folder, inspectFolder(path.join(root, folder), stage, key, verify), "ArtifactInvalid")

  const compute = <P, I extends Inputs, A, E, R>(request: Request<P, I, A, E, R>, key: ArtifactKey) =>
    Effect.gen(function* () {
      const { folder, inputs, params, stage } = request
      const started = yield* Clock.currentTimeMillis
      const pending = yield* onDisk(folder, temporaryFolder(root), "StoreNotWritable")
      const unfinished = path.join(root, scratchName, folder.replaceAll("/", "+"))
      const scratch = path.join(unfinished, key.key)
      const value = yield* stage.run({ params, inputs, folder: pending, scratch })
      const encoded = yield* Schema.encodeEffect(stage.output)(value).pipe(Effect.orDie)
      const provenance = {
        commit: yield* options.commit ?? Effect.succeed(null),
        node: process.version,
        platform: `${process.platform}-${process.arch}`,
        host: hostname(),
        started: DateTime.formatIso(DateTime.makeUnsafe(started)),
        // A clock may have been set back meanwhile.
        seconds: Math.max(0, (yield* Clock.currentTimeMillis) - started) / 1000
      }
      const sealed = sealFolder(pending, { file: stage.file, encoded }, key, provenance)
      const digest = yield* onDisk(folder, sealed, "StoreNotWritable")
      // Who computed the same meanwhile and was faster is kept: its readers may be at work.
      const now = yield* inspect(request, key, false)
      const target = path.join(root, folder)
      if (now._tag !== "Ready") yield* onDisk(folder, publish(root, folder, pending), "StoreNotWritable")
      // Also what was begun for other keys: this one has taken their place.
      yield* onDisk(folder, fs.remove(unfinished, { recursive: true, force: true }), "StoreNotWritable")
      return now._tag === "Ready" ? now.artifact : { folder: target, digest, value }
    }).pipe(Effect.scoped)

  yield* removeAbandoned(root, pendingName, (temporary) => takeBack(root, temporary))
  yield* removeAbandoned(root, lockName)

  return ArtifactStore.of({
    root,
    inspect: (request, { verify = false } = {}) =>
      Effect.flatMap(artifactKey(request.stage, request.params, request.inputs), (key) =>
        inspect(request, key, verify)
      ),
    look: ({ folder, inputs, params, stage }) =>
      Effect.flatMap(artifactKey(stage, params, inputs), (key) => {
        const at = path.join(root, folder)
        // Nearly always this finds it, and there may be tens of thousands.
        const found = lookNow(at, key)
        return found === undefined
          ? onDisk(folder, lookClosely(at, key, false), "ArtifactInvalid")
          : Effect.succeed(found)
      }),
    obtain: Effect.fnUntraced(function* (request) {
      const key = yield* artifactKey(request.stage, request.params, request.inputs)
      const { folder, stage } = request
      const tell = (state: StoreEvent["state"], why: string) => onEvent({ folder, stage: stage.name, state, why })
      const look = inspect(request, key, false)
      const before = yield* look
      yield* tell(before._tag, describeState(before))
      if (before._tag === "Ready") return before.artifact
      let waited = false
      const onWait = (owner: number) => {
        waited = true
        return tell("Waiting", `waits for process ${owner}, which is at work`)
      }
      const computing = Effect.gen(function* () {
        // Another may have been at it and have ended between the look and the lock.
        const state = yield* look
        if (waited || state._tag === "Ready") yield* tell(state._tag, describeState(state))
        return state._tag === "Ready" ? state.artifact : yield* compute(request, key)
      }).pipe(Effect.withSpan(stage.name, { attributes: { folder, key: key.key, version: stage.version } }))
      const locked = Effect.exit(computing)
      const name = stage.alone === true ? stage.name : folder
      return yield* Effect.flatten(onDisk(folder, exclusively(root, name, locked, onWait), "StoreNotWritable"))
    })
  })
})
