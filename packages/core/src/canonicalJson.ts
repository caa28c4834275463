import { createHash } from "node:crypto"
import { Effect, Predicate } from "effect"
import { CoreError } from "./coreError.ts"

const notHashable = (path: string, what: string) =>
  new CoreError({
    reason: "KeyNotHashable",
    message: `${path || "the value"}: ${what} has no canonical encoding; use null, booleans, finite numbers, strings, lists and plain objects.`
  })

/** The plain-data prototypes that JSON can give back unchanged. */
const isPlain = (value: object): boolean => {
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

const kindOf = (value: unknown): string => {
  if (value === undefined) return "undefined"
  return `a ${Predicate.isObject(value) ? (value.constructor?.name ?? "object") : typeof value}`
}

/** Plain recursion: a key is made for each artifact that is looked at, and an effect for each number takes longer than all else. */
const encode = (value: unknown, path: string): string => {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value)
  if (typeof value === "number") {
    if (Number.isFinite(value)) return JSON.stringify(value)
    throw notHashable(path, String(value))
  }
  if (Array.isArray(value)) return `[${value.map((item, index) => encode(item, `${path}[${index}]`)).join(",")}]`
  if (!Predicate.isObject(value) || !isPlain(value)) throw notHashable(path, kindOf(value))
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  const parts = entries.map(
    ([key, item]) => `${JSON.stringify(key)}:${encode(item, path === "" ? key : `${path}.${key}`)}`
  )
  return `{${parts.join(",")}}`
}

/**
 * JSON with object keys in code-unit order and no white space, so that equal values have equal text.
 *
 * Keys whose value is undefined are left out, as JSON does.
 *
 * @errors CoreError KeyNotHashable for what JSON would change or drop: NaN, infinities, functions, dates, maps …
 */
export const canonicalJson = (value: unknown): Effect.Effect<string, CoreError> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(encode(value, ""))
    } catch (error) {
      return error instanceof CoreError ? Effect.fail(error) : Effect.die(error)
    }
  })

/** SHA-256 of a text or of bytes, in hexadecimal. */
export const sha256 = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex")
