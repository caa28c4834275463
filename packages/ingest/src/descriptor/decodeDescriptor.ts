import { explainIssue } from "@ebcle/core"
import { Effect, Schema } from "effect"
import { IngestError } from "../ingestError.ts"
import { Descriptor } from "./descriptor.ts"

const decode = Schema.decodeUnknownEffect(Descriptor, { onExcessProperty: "error", errors: "first" })

/**
 * Reads a descriptor from the text of its file.
 *
 * @param file only named in errors
 * @errors DescriptorNotJson (with the parser's position), DescriptorInvalid (with the key, its value and what is allowed)
 */
export const decodeDescriptor = Effect.fnUntraced(function* (text: string, file: string) {
  const json = yield* Effect.try({
    try: (): unknown => JSON.parse(text),
    catch: (cause) =>
      new IngestError({
        reason: "DescriptorNotJson",
        message: `${file}: not JSON (${(cause as Error).message.replaceAll(/\s+/g, " ")}); mend the syntax there.`
      })
  })
  return yield* decode(json).pipe(
    Effect.mapError(({ issue }) => {
      const { path, what } = explainIssue(issue, json)
      const where = path.length === 0 ? "the descriptor" : `key "${path.map(String).join(".")}"`
      return new IngestError({
        reason: "DescriptorInvalid",
        message: `${file}: ${where}: ${what}; configs/dataset.schema.json lists what is allowed.`
      })
    })
  )
})
