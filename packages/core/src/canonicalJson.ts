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

/**
 * JSON with object keys in code-unit order and no white space, so that equal values have equal text.
 *
 * Keys whose value is undefined are left out, as JSON does.
 *
 * @errors CoreError KeyNotHashable for what JSON would change or drop: NaN, infinities, functions, dates, maps …
 */
export const canonicalJson = (value: unknown, path = ""): Effect.Effect<string, CoreError> =>
  Effect.gen(function* () {
    if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value)
    if (typeof value === "number") {
      return Number.isFinite(value) ? JSON.stringify(value) : yield* notHashable(path, String(value))
    }
    if (Array.isArray(value)) {
      const parts = yield* Effect.forEach(value, (item, index) => canonicalJson(item, `${path}[${index}]`))
      return `[${parts.join(",")}]`
    }
    if (Predicate.isObject(value) && isPlain(value)) {
      const entries = Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
      const parts = yield* Effect.forEach(entries, ([key, item]) =>
        Effect.map(
          canonicalJson(item, path === "" ? key : `${path}.${key}`),
          (text) => `${JSON.stringify(key)}:${text}`
        )
      )
      return `{${parts.join(",")}}`
    }
    return yield* notHashable(path, kindOf(value))
  })

/** SHA-256 of a text or of bytes, in hexadecimal. */
export const sha256 = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex")
