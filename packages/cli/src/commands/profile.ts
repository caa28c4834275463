import { type EntropyProfile, MeasureName } from "@ebcle/core"
import { measures, type ShownUnit, surveyPage } from "@ebcle/entropy"
import { type Dataset, datasetTarget, obtain, profileTarget, surveyTarget } from "@ebcle/pipeline"
import { Effect, FileSystem, Option, Schema } from "effect"
import { Command, Flag } from "effect/cli"
import { CliError } from "../cliError.ts"
import { entropyText, surveyText } from "../entropyText.ts"
import { json, print } from "../output.ts"
import { datasetArgument, readDataset } from "../readDataset.ts"

const every = Object.keys(measures) as ReadonlyArray<MeasureName>

const measuresFlag = Flag.String("measures").pipe(
  Flag.withDefault("shannon"),
  Flag.withDescription(`Measures by name, with commas between them, or all: ${every.join(", ")}`)
)

const unitFlag = Flag.Literals("unit", ["nats", "bits"]).pipe(
  Flag.withDefault("nats" as ShownUnit),
  Flag.withDescription("In which entropies are shown; they are kept in nats")
)

const htmlFlag = Flag.String("html").pipe(
  Flag.optional,
  Flag.withDescription("Write a page about the dataset to this file: distributions, pictures, training against test")
)

const isMeasure = Schema.is(MeasureName)

/** The measures that a text names, in the order of tables. */
const namedMeasures = Effect.fnUntraced(function* (text: string) {
  const names = text === "all" ? every : text.split(",").map((name) => name.trim())
  const unknown = names.find((name) => !isMeasure(name))
  if (unknown !== undefined) {
    return yield* new CliError({
      reason: "UnknownMeasure",
      message: `--measures: no measure is named "${unknown}"; use all, or some of: ${every.join(", ")}.`
    })
  }
  return every.filter((name) => names.includes(name))
})

const writePage = Effect.fnUntraced(function* (
  file: string,
  dataset: Dataset,
  names: ReadonlyArray<MeasureName>,
  unit: ShownUnit
) {
  const fs = yield* FileSystem.FileSystem
  const [train, test] = [
    yield* obtain(surveyTarget(dataset, names, "train")),
    yield* obtain(surveyTarget(dataset, names, "test"))
  ]
  const page = yield* surveyPage({ dataset: yield* obtain(datasetTarget(dataset)), train, test, unit })
  // The page appears whole or not at all.
  const pending = `${file}.pending`
  yield* fs.writeFileString(pending, page).pipe(
    Effect.andThen(fs.rename(pending, file)),
    Effect.onError(() => Effect.ignore(fs.remove(pending, { force: true }))),
    Effect.mapError(
      ({ message }) =>
        new CliError({
          reason: "NotWritable",
          message: `--html ${file} cannot be written (${message.replaceAll(/\s+/g, " ")}); name a file in a folder that you may write.`
        })
    )
  )
})

export const profile = Command.make(
  "profile",
  { dataset: datasetArgument, measures: measuresFlag, unit: unitFlag, html: htmlFlag, json },
  Effect.fnUntraced(function* ({ dataset, html, json, measures, unit }) {
    const names = yield* namedMeasures(measures)
    const known = yield* readDataset(dataset)
    if (names.length === 1) {
      const { value } = yield* obtain(profileTarget(known, names[0]!))
      yield* print(json, value satisfies EntropyProfile, () => entropyText(value, unit))
    } else {
      const { value } = yield* obtain(surveyTarget(known, names, "train"))
      yield* print(json, value, () => surveyText(value.profiles, unit))
    }
    if (Option.isSome(html)) yield* writePage(html.value, known, names, unit)
  })
).pipe(Command.withDescription("Measure the entropy of a dataset, image by image"))
