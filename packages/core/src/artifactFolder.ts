import { join } from "node:path"
import { Effect, FileSystem, Path, type PlatformError, Schema } from "effect"
import { digestOf, fileFault, filesBelow } from "./artifactFiles.ts"
import { type ArtifactKey, changedParts } from "./artifactKey.ts"
import {
  digestName,
  isUntouched,
  manifestHash,
  manifestHashName,
  manifestName,
  manifestText,
  parsed,
  readNow,
  readSeal
} from "./artifactSeal.ts"
import type { ArtifactState } from "./artifactState.ts"
import { Manifest } from "./manifest.ts"

/** Its hash says that the manifest is as it was written, so that of the parameters, which may be long, only the text counts. */
const decodeManifest = Schema.decodeUnknownEffect(
  Schema.fromJsonString(Schema.Struct({ ...Manifest.fields, params: Schema.Unknown }))
)

/** How a stage's value lies in the artifact's folder. */
interface ValueFile<A> {
  readonly name: string
  readonly file: string
  readonly output: Schema.Codec<A, unknown>
}

/** What is known of an artifact without its value. */
export type Look = ArtifactState<undefined>

/** The artifact of a key where it is, at first sight, as it was written; else it has to be looked at closely. */
export const lookNow = (folder: string, { key }: ArtifactKey): Look | undefined => {
  const seal = readSeal(folder)
  return seal?.key === key && isUntouched(folder, seal) ? whole(folder, seal.digest) : undefined
}

/** Whether a folder holds the artifact of a key, its value unread; `verify` reads every byte instead of trusting size and time. */
const lookAtFolder = (folder: string, expected: ArtifactKey, verify: boolean) =>
  Effect.suspend(() => {
    const found = verify ? undefined : lookNow(folder, expected)
    return found === undefined ? lookClosely(folder, expected, verify) : Effect.succeed(found)
  })

/** The same with the artifact's value. */
export const inspectFolder = <A>(folder: string, stage: ValueFile<A>, expected: ArtifactKey, verify: boolean) =>
  Effect.map(lookAtFolder(folder, expected, verify), (state): ArtifactState<A> => {
    if (state._tag !== "Ready") return state
    const at = join(folder, stage.file)
    const value = Schema.decodeUnknownOption(stage.output)(parsed(readNow(at)?.toString() ?? ""))
    return value._tag === "None"
      ? damaged(`${at} is not the value of a ${stage.name}`)
      : { _tag: "Ready", artifact: { ...state.artifact, value: value.value } }
  })

const whole = (folder: string, digest: string): Look => ({
  _tag: "Ready",
  artifact: { folder, digest, value: undefined }
})
const damaged = (what: string) => ({ _tag: "Damaged", what }) as const

/** Says exactly what is wrong with a folder, if anything is. */
export const lookClosely = Effect.fnUntraced(function* (
  folder: string,
  expected: ArtifactKey,
  verify: boolean
): Effect.fn.Return<Look, PlatformError.PlatformError, FileSystem.FileSystem | Path.Path> {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const read = (name: string) => fs.readFileString(path.join(folder, name))

  const text = yield* Effect.option(read(manifestName))
  const hash = yield* Effect.option(read(manifestHashName))
  // Below a file there is nothing either; whoever writes there will be told.
  const exists = Effect.catchIf(
    fs.exists(folder),
    ({ reason }) => reason._tag === "BadResource",
    () => Effect.succeed(false)
  )
  if (text._tag === "None" && !(yield* exists)) return { _tag: "Missing" }
  if (text._tag === "None" || hash._tag === "None" || hash.value !== manifestHash(text.value)) {
    return damaged(`${path.join(folder, manifestName)} is missing or not the manifest that was written`)
  }
  const manifest = yield* Effect.option(decodeManifest(text.value))
  if (manifest._tag === "None") return damaged(`${path.join(folder, manifestName)} is not a manifest of this version`)
  if (manifest.value.key !== expected.key) {
    return { _tag: "Outdated", changed: changedParts(manifest.value, yield* expected.parts) }
  }
  for (const file of manifest.value.files) {
    const fault = yield* fileFault(folder, file, verify)
    if (fault !== undefined) return damaged(fault)
  }
  const { digest } = manifest.value
  const stated = yield* Effect.option(read(digestName))
  if (stated._tag === "None" || stated.value !== `${digest}\n`) {
    return damaged(`${path.join(folder, digestName)} does not agree with the manifest`)
  }
  return whole(folder, digest)
})

/** Completes a folder of payload files: writes the encoded value, the manifest and the digest, which it returns. */
export const sealFolder = Effect.fnUntraced(function* (
  folder: string,
  value: { readonly file: string; readonly encoded: unknown },
  { key, parts }: ArtifactKey,
  provenance: Manifest["provenance"]
) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const write = (name: string, text: string) => fs.writeFileString(path.join(folder, name), text)
  yield* write(value.file, `${JSON.stringify(value.encoded, null, 2)}\n`)
  const files = yield* filesBelow(folder)
  const digest = digestOf(files)
  const manifest: Manifest = { format: 1, key, ...(yield* parts), files, digest, provenance }
  const text = manifestText(manifest)
  yield* write(manifestName, text)
  yield* write(manifestHashName, manifestHash(text))
  yield* write(digestName, `${digest}\n`)
  return digest
})
