import { hash } from "node:crypto"
import { Effect, Predicate } from "effect"
import { CoreError } from "./coreError.ts"
import { isDeeplyFrozen } from "./deeplyFrozen.ts"

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

/** Texts of values that cannot change any more. */
const frozenTexts = new WeakMap<object, string>()

type Steps = Array<string | number>

const pathOf = (steps: Steps): string =>
  steps.map((step, i) => (typeof step === "number" ? `[${step}]` : i === 0 ? step : `.${step}`)).join("")

/**
 * Plain recursion, and no more objects than it needs: a key is made for each artifact that is looked at, and there may be
 * tens of thousands.
 *
 * @param steps the keys that led to the value, for an error
 */
const encode = (value: unknown, steps: Steps): string => {
  if (typeof value === "string") return JSON.stringify(value)
  if (value === null || typeof value === "boolean") return String(value)
  if (typeof value === "number") {
    if (Number.isFinite(value)) return JSON.stringify(value)
    throw notHashable(pathOf(steps), String(value))
  }
  if (typeof value !== "object") throw notHashable(pathOf(steps), kindOf(value))
  if (!Object.isFrozen(value)) return encodeParts(value, steps)
  const known = frozenTexts.get(value)
  if (known !== undefined) return known
  const text = encodeParts(value, steps)
  if (isDeeplyFrozen(value)) frozenTexts.set(value, text)
  return text
}

const encodePart = (value: unknown, step: string | number, steps: Steps): string => {
  steps.push(step)
  const text = encode(value, steps)
  steps.pop()
  return text
}

const encodeParts = (value: object, steps: Steps): string => {
  if (Array.isArray(value)) return `[${value.map((item, index) => encodePart(item, index, steps)).join(",")}]`
  if (!isPlain(value)) throw notHashable(pathOf(steps), kindOf(value))
  const parts = value as Readonly<Record<string, unknown>>
  let text = ""
  for (const key of Object.keys(parts).sort()) {
    const part = parts[key]
    if (part === undefined) continue
    text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${encodePart(part, key, steps)}`
  }
  return `{${text}}`
}

/**
 * JSON with object keys in code-unit order and no white space, so that equal values have equal text.
 *
 * Keys whose value is undefined are left out, as JSON does. The text of a part that is frozen in all its depth is made once.
 *
 * @errors CoreError KeyNotHashable for what JSON would change or drop: NaN, infinities, functions, dates, maps …
 */
export const canonicalJson = (value: unknown): Effect.Effect<string, CoreError> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(encode(value, []))
    } catch (error) {
      return error instanceof CoreError ? Effect.fail(error) : Effect.die(error)
    }
  })

/** SHA-256 of a text or of bytes, in hexadecimal. */
export const sha256 = (data: string | Uint8Array): string => hash("sha256", data)
