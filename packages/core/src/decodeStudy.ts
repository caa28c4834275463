import { Effect, Schema, SchemaIssue } from "effect"
import { CoreError } from "./coreError.ts"
import { Study } from "./study.ts"

const format = SchemaIssue.makeFormatterStandardSchemaV1()
const decode = Schema.decodeUnknownEffect(Study, { onExcessProperty: "error", errors: "first" })

const invalid = (file: string, key: string, what: string) =>
  new CoreError({
    reason: "StudyInvalid",
    message: `${file}: ${key === "" ? "the study" : `key "${key}"`}: ${what.replaceAll(/\s+/g, " ")}; mend it there (configs/study.schema.json lists what is allowed).`
  })

const valueAt = (value: unknown, path: ReadonlyArray<PropertyKey>): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value)

/**
 * Reads a study from the text of its file.
 *
 * @param file only named in errors
 * @errors CoreError StudyNotJson (with the parser's position) or StudyInvalid (with the key, its value and what is allowed)
 */
export const decodeStudy = Effect.fnUntraced(function* (text: string, file: string) {
  const json = yield* Effect.try({
    try: (): unknown => JSON.parse(text),
    catch: (cause) =>
      new CoreError({
        reason: "StudyNotJson",
        message: `${file}: not JSON (${cause instanceof Error ? cause.message.replaceAll(/\s+/g, " ") : cause}); mend the syntax there.`
      })
  })
  const study = yield* decode(json).pipe(
    Effect.mapError((error) => {
      const issue = format(error.issue).issues[0]
      const path = (issue?.path ?? []).map((part) => (typeof part === "object" ? part.key : part))
      const found = valueAt(json, path)
      const shown = found === undefined || typeof found === "object" ? "" : ` (found ${JSON.stringify(found)})`
      return invalid(file, path.map(String).join("."), `${issue?.message ?? "invalid"}${shown}`)
    })
  )
  const control = study.variants[study.comparison.control]
  if (control === undefined) {
    const known = Object.keys(study.variants).join(", ")
    return yield* invalid(
      file,
      "comparison.control",
      `"${study.comparison.control}" is not among the variants (${known})`
    )
  }
  return study
})
