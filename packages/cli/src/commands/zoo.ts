import { PipelineError } from "@ebcle/pipeline"
import {
  countActivations,
  countParameters,
  describe,
  describeDifference,
  difference,
  listFamilies,
  namedModels,
  parts,
  summarise
} from "@ebcle/zoo"
import { Effect, Option } from "effect"
import { Argument, Command } from "effect/cli"
import { networkOf, restricted, restrictionFlags, taskFlags } from "../networkFlags.ts"
import { json, print } from "../output.ts"

const model = (name: string) =>
  Argument.String(name).pipe(Argument.withDescription("The name of a network: resnet20; zoo list has them all"))

const list = Command.make(
  "list",
  { json },
  Effect.fnUntraced(function* ({ json }) {
    const families = listFamilies().map(({ about, depthKnob, name, source, widthKnob }) => ({
      name,
      about,
      depthKnob,
      widthKnob,
      source
    }))
    const names = namedModels.map(({ names, source }) => ({ names, source }))
    yield* print(json, { names, families }, () =>
      [
        names.map(({ names, source }) => `${names}\n  ${source}`).join("\n"),
        ...families.map(
          (family) =>
            `${family.name}  ${family.about}\n  depth knob: ${family.depthKnob}\n  width knob: ${family.widthKnob}\n  source: ${family.source}`
        )
      ].join("\n\n")
    )
  })
).pipe(
  Command.withDescription("List the names of networks, and the families with the knobs by which they are restricted")
)

const show = Command.make(
  "show",
  { model: model("model"), ...taskFlags, ...restrictionFlags, json },
  Effect.fnUntraced(function* ({ json, model, ...flags }) {
    const network = yield* restricted(yield* networkOf(model, flags), flags)
    const { statistics } = countParameters(network)
    const counts = { ...summarise(network), statistics, activations: countActivations(network) }
    yield* print(json, { ...counts, parts: parts(network) }, () => describe(network))
  })
).pipe(
  Command.withDescription(
    "Show a network, or what --bound or --blocks makes of it: blocks, shapes, parameters, multiply-adds, memory"
  ),
  Command.withExamples([
    { command: "ebcle zoo show resnet20 --input 28x28x1" },
    { command: "ebcle zoo show resnet20 --bound 4 --macs 0.6", description: "Cut to 4 blocks and widened" },
    { command: "ebcle zoo show resnet20 --blocks 12 --parameters 1", description: "Deeper, and no larger" }
  ])
)

const diff = Command.make(
  "diff",
  { model: model("model"), other: Argument.optional(model("other")), ...taskFlags, ...restrictionFlags, json },
  Effect.fnUntraced(function* ({ json, model, other, ...flags }) {
    const before = yield* networkOf(model, flags)
    if (Option.isNone(other) && Option.isNone(flags.bound) && Option.isNone(flags.blocks)) {
      const message = `${model} differs from nothing: name a second network, a --bound or --blocks.`
      return yield* new PipelineError({ reason: "ModelInvalid", message })
    }
    const second = Option.isNone(other) ? before : yield* networkOf(other.value, flags)
    const after = yield* restricted(second, flags)
    yield* print(json, difference(before, after), () => describeDifference(before, after))
  })
).pipe(
  Command.withDescription(
    "Show what differs between two networks, or between one and what --bound or --blocks makes of it"
  ),
  Command.withExamples([
    { command: "ebcle zoo diff resnet20 --bound 4 --macs 0.6", description: "What the restriction changes" },
    { command: "ebcle zoo diff resnet20 resnet32" },
    { command: "ebcle zoo diff resnet20 resnet32 --bound 4", description: "The second one cut to 4 blocks" }
  ])
)

export const zoo = Command.make("zoo").pipe(
  Command.withDescription("Look at networks"),
  Command.withSubcommands([list, show, diff])
)
