import { PipelineError } from "@ebcle/pipeline"
import { buildModel, describe, listFamilies, summarise, ZooError } from "@ebcle/zoo"
import { Effect } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { json, print } from "../output.ts"

const list = Command.make(
  "list",
  { json },
  Effect.fnUntraced(function* ({ json }) {
    const families = listFamilies().map(({ about, depthKnob, depths, name, source, widthKnob }) => ({
      name,
      about,
      depths,
      depthKnob,
      widthKnob,
      source
    }))
    yield* print(json, families, () =>
      families
        .map(
          (family) =>
            `${family.name}  ${family.about}\n  depths: ${family.depths}\n  depth knob: ${family.depthKnob}\n  width knob: ${family.widthKnob}\n  source: ${family.source}`
        )
        .join("\n\n")
    )
  })
).pipe(Command.withDescription("List the families of networks"))

const isModel = (text: string) => /^resnet[0-9]+$/.test(text)
const isInput = (text: string) => /^[1-9][0-9]*x[1-9][0-9]*x[1-9][0-9]*$/.test(text)

const show = Command.make(
  "show",
  {
    model: Argument.String("model").pipe(
      Argument.withDescription("A family and a depth: resnet20"),
      Argument.filter(isModel, () => "a family and a depth, such as resnet20")
    ),
    input: Flag.String("input").pipe(
      Flag.withDefault("32x32x3"),
      Flag.withDescription("Height x width x channels of an image"),
      Flag.filter(isInput, () => "height x width x channels, such as 32x32x3")
    ),
    classes: Flag.Int("classes").pipe(
      Flag.withDefault(10),
      Flag.withDescription("Number of classes"),
      Flag.filter(
        (classes) => classes >= 1,
        () => "a whole number of at least 1"
      )
    ),
    json
  },
  Effect.fnUntraced(function* ({ classes, input, json, model }) {
    const [height, width, channels] = input.split("x").map(Number) as [number, number, number]
    const choice = { family: "resnet", depth: Number(model.slice("resnet".length)) } as const
    const architecture = yield* Effect.try({
      try: () => buildModel(choice, [height, width, channels], classes),
      catch: (cause) => cause
    }).pipe(
      Effect.catch((cause) =>
        cause instanceof ZooError
          ? Effect.fail(new PipelineError({ reason: "ModelInvalid", message: `${model}: ${cause.message}.` }))
          : Effect.die(cause)
      )
    )
    yield* print(json, summarise(architecture), () => describe(architecture))
  })
).pipe(Command.withDescription("Show a network: blocks, shapes, parameters and multiply-adds"))

export const zoo = Command.make("zoo").pipe(
  Command.withDescription("Look at networks"),
  Command.withSubcommands([list, show])
)
