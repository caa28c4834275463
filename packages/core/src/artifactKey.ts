import { Effect, Schema } from "effect"
import { canonicalJson, sha256 } from "./canonicalJson.ts"
import type { CoreError } from "./coreError.ts"
import { KeyParts } from "./manifest.ts"
import { paramsEncoder } from "./paramsEncoder.ts"
import type { Inputs, Stage } from "./stage.ts"

/** The key that an artifact should have, and what it is made of. */
export interface ArtifactKey {
  /** Decoded where they are asked for: of an artifact that is up to date nobody does. */
  readonly parts: Effect.Effect<KeyParts>
  readonly key: string
}

const decodeParts = Schema.decodeUnknownEffect(Schema.fromJsonString(KeyParts))

/**
 * The key of a stage applied to parameters and inputs: SHA-256 of its canonical JSON, inputs by their digests.
 *
 * @errors CoreError KeyNotHashable
 */
export const artifactKey = <P, I extends Inputs, A, E, R>(
  stage: Stage<P, I, A, E, R>,
  params: P,
  inputs: Inputs
): Effect.Effect<ArtifactKey, CoreError> =>
  Effect.suspend(() => {
    const parts = {
      stage: stage.name,
      version: stage.version,
      // Parameters that do not fit their own schema are a defect.
      params: paramsEncoder(stage.params)(params),
      inputs: Object.fromEntries(Object.entries(inputs).map(([name, { digest }]) => [name, digest]))
    }
    return Effect.map(canonicalJson(parts), (text) => ({
      // Back from the text, so that what is compared and stored is what was hashed.
      parts: Effect.suspend(() => Effect.orDie(decodeParts(text))),
      key: sha256(text)
    }))
  })

/** Names the parts of the key in which two computations differ. */
export const changedParts = (
  before: Omit<KeyParts, "params"> & { readonly params: unknown },
  now: KeyParts
): ReadonlyArray<string> => {
  const keysOf = (value: unknown) => (typeof value === "object" && value !== null ? Object.keys(value) : [])
  const at = (value: unknown, key: string): unknown =>
    typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined
  const differing = (a: unknown, b: unknown, prefix: string): Array<string> => {
    if (JSON.stringify(a) === JSON.stringify(b)) return []
    const keys = [...new Set([...keysOf(a), ...keysOf(b)])]
    if (keys.length === 0 || Array.isArray(a) || Array.isArray(b)) return [prefix]
    return keys.flatMap((key) => differing(at(a, key), at(b, key), `${prefix}.${key}`))
  }
  return [
    ...(before.stage === now.stage ? [] : [`stage (${before.stage} before)`]),
    ...(before.version === now.version ? [] : [`version ${before.version} -> ${now.version}`]),
    ...differing(before.params, now.params, "params"),
    ...differing(before.inputs, now.inputs, "inputs")
  ]
}
