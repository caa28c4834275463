import { Effect, FileSystem, Path, Schema } from "effect"
import { digestOf, fileFault, filesBelow } from "./artifactFiles.ts"
import { type ArtifactKey, changedParts } from "./artifactKey.ts"
import type { ArtifactState } from "./artifactState.ts"
import { sha256 } from "./canonicalJson.ts"
import { Manifest } from "./manifest.ts"

const manifestName = "manifest.json"
/** Guards the manifest as the manifest guards the files; `sha256sum -c` reads it. */
const manifestHashName = "manifest.json.sha256"
/** Holds the artifact's digest alone: what a build cache reads to know whether the bytes changed. */
const digestName = "digest"

/** Its hash says that the manifest is as it was written, so that of the parameters, which may be long, only the text counts. */
const decodeManifest = Schema.decodeUnknownEffect(
  Schema.fromJsonString(Schema.Struct({ ...Manifest.fields, params: Schema.Unknown }))
)
const manifestHash = (text: string): string => `${sha256(text)}  ${manifestName}\n`

/** How a stage's value lies in the artifact's folder. */
interface ValueFile<A> {
  readonly name: string
  readonly file: string
  readonly output: Schema.Codec<A, unknown>
}

/** Whether a folder holds the artifact of a key; `verify` reads every byte instead of trusting size and time. */
export const inspectFolder = <A>(folder: string, stage: ValueFile<A>, expected: ArtifactKey, verify: boolean) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const damaged = (what: string): ArtifactState<A> => ({ _tag: "Damaged", what })
    const read = (name: string) => fs.readFileString(path.join(folder, name))

    const text = yield* Effect.option(read(manifestName))
    const hash = yield* Effect.option(read(manifestHashName))
    // Below a file there is nothing either; whoever writes there will be told.
    const exists = Effect.catchIf(
      fs.exists(folder),
      ({ reason }) => reason._tag === "BadResource",
      () => Effect.succeed(false)
    )
    if (text._tag === "None" && !(yield* exists)) return { _tag: "Missing" } satisfies ArtifactState<A>
    if (text._tag === "None" || hash._tag === "None" || hash.value !== manifestHash(text.value)) {
      return damaged(`${path.join(folder, manifestName)} is missing or not the manifest that was written`)
    }
    const manifest = yield* Effect.option(decodeManifest(text.value))
    if (manifest._tag === "None") return damaged(`${path.join(folder, manifestName)} is not a manifest of this version`)
    if (manifest.value.key !== expected.key) {
      const changed = changedParts(manifest.value, yield* expected.parts)
      return { _tag: "Outdated", changed } satisfies ArtifactState<A>
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
    const value = yield* read(stage.file).pipe(
      Effect.flatMap(Schema.decodeUnknownEffect(Schema.fromJsonString(stage.output))),
      Effect.option
    )
    if (value._tag === "None") return damaged(`${path.join(folder, stage.file)} is not the value of a ${stage.name}`)
    return { _tag: "Ready", artifact: { folder, digest, value: value.value } } satisfies ArtifactState<A>
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
  const text = `${JSON.stringify(manifest, null, 2)}\n`
  yield* write(manifestName, text)
  yield* write(manifestHashName, manifestHash(text))
  yield* write(digestName, `${digest}\n`)
  return digest
})
