import { Effect, Schema } from "effect"
import { CoreError } from "./coreError.ts"
import { explainIssue } from "./explainIssue.ts"
import { Study } from "./study.ts"

const decode = Schema.decodeUnknownEffect(Study, { onExcessProperty: "error", errors: "first" })

const invalid = (file: string, path: ReadonlyArray<PropertyKey>, what: string) =>
  new CoreError({
    reason: "StudyInvalid",
    message: `${file}: ${path.length === 0 ? "the study" : `key "${path.map(String).join(".")}"`}: ${what}; configs/study.schema.json lists what is allowed.`
  })

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
        message: `${file}: not JSON (${String(cause instanceof Error ? cause.message : cause).replaceAll(/\s+/g, " ")}); mend the syntax there.`
      })
  })
  const study = yield* decode(json).pipe(
    Effect.mapError(({ issue }) => {
      const { path, what } = explainIssue(issue, json)
      return invalid(file, path, what)
    })
  )
  const { control } = study.comparison
  if (!Object.hasOwn(study.variants, control)) {
    const known = Object.keys(study.variants).map((name) => JSON.stringify(name))
    return yield* invalid(
      file,
      ["comparison", "control"],
      `expected a name among the variants, ${known.join(" or ")}, found ${JSON.stringify(control)}`
    )
  }
  const { batchSize, microBatches = 1 } = study.recipe
  if (batchSize % microBatches !== 0) {
    return yield* invalid(
      file,
      ["recipe", "microBatches"],
      `expected a number that divides the batch of ${batchSize}, found ${microBatches}`
    )
  }
  return study
})
