import { hostname } from "node:os"
import process from "node:process"
import { Clock, Context, DateTime, Effect, FileSystem, Layer, Path, type PlatformError, Schema } from "effect"
import { canonicalJson, sha256 } from "./canonicalJson.ts"
import { CoreError } from "./coreError.ts"
import { hashFile } from "./hashFile.ts"
import { type KeyParts, Manifest, type ManifestFile } from "./manifest.ts"
import { removeAbandoned, temporaryFolder } from "./pendingFolder.ts"
import type { Artifact, Inputs, Stage } from "./stage.ts"

/** Why an artifact can or cannot be used as it is. `changed` names the parts of the key that differ. */
export type ArtifactState<A> =
  | { readonly _tag: "Ready"; readonly artifact: Artifact<A> }
  | { readonly _tag: "Missing" }
  | { readonly _tag: "Outdated"; readonly changed: ReadonlyArray<string> }
  | { readonly _tag: "Damaged"; readonly what: string }

/** A stage applied to parameters and inputs, with the folder (below the store's root) that its artifact lives in. */
export interface Request<P, I extends Inputs, A, E, R> {
  readonly stage: Stage<P, I, A, E, R>
  readonly params: P
  readonly inputs: I
  readonly folder: string
}

/** What happened in `obtain`; the command line prints it. */
export interface StoreEvent {
  readonly folder: string
  readonly stage: string
  readonly state: ArtifactState<unknown>["_tag"]
  readonly why: string
}

/** The key that an artifact should have, and what it is made of. */
interface ExpectedKey {
  readonly parts: KeyParts
  readonly key: string
}

const fail = (reason: CoreError["reason"], message: string) => new CoreError({ reason, message })

const decodeManifest = Schema.decodeUnknownEffect(Schema.fromJsonString(Manifest))
const manifestName = "manifest.json"
/** Holds the artifact's digest alone: what a build cache reads to know whether the bytes changed. */
const digestName = "digest"

/** Digest of an artifact: of its files' paths and digests, time stamps left out. */
const digestOf = (files: ReadonlyArray<ManifestFile>): string =>
  sha256(files.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join(""))

/** Names the parts of the key in which two computations differ. */
export const changedParts = (before: KeyParts, now: KeyParts): ReadonlyArray<string> => {
  const keysOf = (value: unknown) => (typeof value === "object" && value !== null ? Object.keys(value) : [])
  const differing = (a: unknown, b: unknown, prefix: string): Array<string> => {
    if (JSON.stringify(a) === JSON.stringify(b)) return []
    const keys = [...new Set([...keysOf(a), ...keysOf(b)])]
    if (keys.length === 0 || Array.isArray(a) || Array.isArray(b)) return [prefix]
    const at = (value: unknown, key: string) => (value as Record<string, unknown> | undefined)?.[key]
    return keys.flatMap((key) => differing(at(a, key), at(b, key), `${prefix}.${key}`))
  }
  return [
    ...(before.stage === now.stage ? [] : [`stage (${before.stage} before)`]),
    ...(before.version === now.version ? [] : [`version ${before.version} -> ${now.version}`]),
    ...differing(before.params, now.params, "params"),
    ...differing(before.inputs, now.inputs, "inputs")
  ]
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
    /** The artifact, computed now if it is not there. */
    readonly obtain: <P, I extends Inputs, A, E, R>(
      request: Request<P, I, A, E, R>
    ) => Effect.Effect<Artifact<A>, CoreError | E, R>
  }
>()("@ebcle/core/ArtifactStore") {
  /**
   * @param root folder of all artifacts, made when the first is written
   * @param commit of the checkout, for the provenance; null where there is none
   * @param onEvent is told what was found and what is computed
   */
  static layer(options: {
    readonly root: string
    readonly commit: string | null
    readonly onEvent?: (event: StoreEvent) => Effect.Effect<void>
  }) {
    return Layer.effect(ArtifactStore, makeStore(options))
  }
}

const makeStore = Effect.fnUntraced(function* (options: {
  readonly root: string
  readonly commit: string | null
  readonly onEvent?: (event: StoreEvent) => Effect.Effect<void>
}) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const root = path.resolve(options.root)
  const onEvent = options.onEvent ?? (() => Effect.void)

  const provideFs = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
    effect.pipe(Effect.provideService(FileSystem.FileSystem, fs), Effect.provideService(Path.Path, path))

  const partsOf = <P, I extends Inputs, A, E, R>(request: Request<P, I, A, E, R>) =>
    Effect.gen(function* () {
      const params = yield* Schema.encodeEffect(request.stage.params)(request.params).pipe(Effect.orDie)
      const inputs = Object.fromEntries(Object.entries(request.inputs).map(([name, input]) => [name, input.digest]))
      // Through canonical JSON, so that what is compared and stored is what was hashed.
      const text = yield* canonicalJson({
        stage: request.stage.name,
        version: request.stage.version,
        params,
        inputs
      })
      return { parts: JSON.parse(text) as KeyParts, key: sha256(text) }
    })

  /** Undefined when the file holds what the manifest says, else what is wrong with it. */
  const fault = (folder: string, file: ManifestFile, verify: boolean) =>
    Effect.gen(function* () {
      const at = path.join(folder, file.path)
      const info = yield* fs.stat(at).pipe(Effect.option)
      if (info._tag === "None") return `${at} is missing`
      if (Number(info.value.size) !== file.bytes) return `${at} has ${info.value.size} bytes instead of ${file.bytes}`
      const modified = info.value.mtime._tag === "Some" ? info.value.mtime.value.getTime() : Number.NaN
      if (!verify && modified === file.modified) return undefined
      const found = yield* provideFs(hashFile(at))
      return found === file.sha256 ? undefined : `${at} does not have the SHA-256 that its manifest states`
    })

  const readManifest = (folder: string) =>
    fs.readFileString(path.join(folder, manifestName)).pipe(Effect.flatMap(decodeManifest), Effect.option)

  const readValue = <A>(folder: string, file: string, output: Schema.Codec<A, unknown>) =>
    fs
      .readFileString(path.join(folder, file))
      .pipe(Effect.flatMap(Schema.decodeUnknownEffect(Schema.fromJsonString(output))), Effect.option)

  const inspectParts = <P, I extends Inputs, A, E, R>(
    request: Request<P, I, A, E, R>,
    expected: ExpectedKey,
    verify: boolean
  ): Effect.Effect<ArtifactState<A>, CoreError> =>
    Effect.gen(function* () {
      const folder = path.join(root, request.folder)
      if (!(yield* fs.exists(folder))) return { _tag: "Missing" } as const
      const manifest = yield* readManifest(folder)
      if (manifest._tag === "None") {
        return { _tag: "Damaged", what: `${path.join(folder, manifestName)} is missing or not a manifest` } as const
      }
      if (manifest.value.key !== expected.key) {
        return { _tag: "Outdated", changed: changedParts(manifest.value, expected.parts) } as const
      }
      for (const file of manifest.value.files) {
        const what = yield* fault(folder, file, verify)
        if (what !== undefined) return { _tag: "Damaged", what } as const
      }
      const digest = digestOf(manifest.value.files)
      const stated = yield* fs.readFileString(path.join(folder, digestName)).pipe(Effect.option)
      if (digest !== manifest.value.digest || stated._tag === "None" || stated.value.trim() !== digest) {
        return { _tag: "Damaged", what: `${path.join(folder, digestName)} does not agree with the manifest` } as const
      }
      const value = yield* readValue(folder, request.stage.file, request.stage.output)
      if (value._tag === "None") {
        return {
          _tag: "Damaged",
          what: `${path.join(folder, request.stage.file)} is not a ${request.stage.name}`
        } as const
      }
      return { _tag: "Ready", artifact: { folder, digest, value: value.value } } as const
    }).pipe(
      Effect.catchTag("PlatformError", (error) =>
        fail(
          "ArtifactInvalid",
          `${request.folder}: ${error.message.replaceAll(/\s+/g, " ")}; check the folder's permissions.`
        )
      )
    )

  const filesBelow = (folder: string) =>
    Effect.gen(function* () {
      const names = (yield* fs.readDirectory(folder, { recursive: true })).toSorted()
      const files: Array<ManifestFile> = []
      for (const name of names) {
        const at = path.join(folder, name)
        const info = yield* fs.stat(at)
        if (info.type !== "File") continue
        files.push({
          path: name,
          bytes: Number(info.size),
          modified: info.mtime._tag === "Some" ? info.mtime.value.getTime() : 0,
          sha256: yield* provideFs(hashFile(at))
        })
      }
      return files
    })

  const writing = <A, R>(folder: string, effect: Effect.Effect<A, PlatformError.PlatformError, R>) =>
    Effect.mapError(effect, (error) =>
      fail(
        "StoreNotWritable",
        `${folder}: ${error.message.replaceAll(/\s+/g, " ")}; free space or make ${root} writable, then run again.`
      )
    )

  /** Completes a pending folder with its manifest and moves it to where readers look. */
  const publish = Effect.fnUntraced(function* (
    request: { readonly folder: string; readonly file: string },
    { key, parts }: ExpectedKey,
    result: { readonly pending: string; readonly encoded: unknown; readonly started: number }
  ) {
    const target = path.join(root, request.folder)
    const inPending = (name: string) => path.join(result.pending, name)
    yield* fs.writeFileString(inPending(request.file), `${JSON.stringify(result.encoded, null, 2)}\n`)
    const files = yield* filesBelow(result.pending)
    const digest = digestOf(files)
    const manifest: Manifest = {
      format: 1,
      key,
      ...parts,
      files,
      digest,
      provenance: {
        commit: options.commit,
        node: process.version,
        platform: `${process.platform}-${process.arch}`,
        host: hostname(),
        started: DateTime.formatIso(DateTime.makeUnsafe(result.started)),
        seconds: ((yield* Clock.currentTimeMillis) - result.started) / 1000
      }
    }
    yield* fs.writeFileString(inPending(manifestName), `${JSON.stringify(manifest, null, 2)}\n`)
    yield* fs.writeFileString(inPending(digestName), `${digest}\n`)
    yield* fs.makeDirectory(path.dirname(target), { recursive: true })
    if (yield* fs.exists(target)) {
      // A folder cannot be replaced in one step: the old artifact steps aside, and is removed with the scope.
      const aside = yield* provideFs(temporaryFolder(root))
      yield* fs.rename(target, path.join(aside, "old"))
    }
    yield* fs.rename(result.pending, target)
    return { folder: target, digest }
  })

  const compute = <P, I extends Inputs, A, E, R>(request: Request<P, I, A, E, R>, expected: ExpectedKey) =>
    Effect.scoped(
      Effect.gen(function* () {
        const { folder, inputs, params, stage } = request
        const started = yield* Clock.currentTimeMillis
        const pending = yield* writing(folder, provideFs(temporaryFolder(root)))
        const value = yield* stage.run({ params, inputs, folder: pending })
        const encoded = yield* Schema.encodeEffect(stage.output)(value).pipe(Effect.orDie)
        const published = yield* writing(
          folder,
          publish({ folder, file: stage.file }, expected, { pending, encoded, started })
        )
        return { ...published, value }
      })
    )

  yield* provideFs(removeAbandoned(root))

  return ArtifactStore.of({
    root,
    inspect: (request, { verify = false } = {}) =>
      Effect.flatMap(partsOf(request), (expected) => inspectParts(request, expected, verify)),
    obtain: Effect.fnUntraced(function* (request) {
      const expected: ExpectedKey = yield* partsOf(request)
      const state = yield* inspectParts(request, expected, false)
      const why = {
        Ready: () => "found",
        Missing: () => "not there yet",
        Outdated: () => `changed: ${(state._tag === "Outdated" ? state.changed : []).join(", ")}`,
        Damaged: () => `damaged: ${state._tag === "Damaged" ? state.what : ""}`
      }[state._tag]()
      yield* onEvent({ folder: request.folder, stage: request.stage.name, state: state._tag, why })
      if (state._tag === "Ready") return state.artifact
      return yield* compute(request, expected)
    })
  })
})
