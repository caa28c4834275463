import { Recipe } from "@ebcle/core"
import { costsTarget, obtain } from "@ebcle/pipeline"
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { readyTensorflow } from "../engineFlag.ts"
import { json, print, table } from "../output.ts"

/** Billions a second, which is one over nanoseconds for one. */
const rate = (seconds: number) => (seconds === 0 ? "–" : (1e-9 / seconds).toFixed(1))
const milliseconds = (seconds: number) => (1000 * seconds).toFixed(1)

export const costs = Command.make(
  "costs",
  {
    precision: Flag.Literals("precision", Recipe.fields.precision.literals).pipe(
      Flag.withDefault("float32"),
      Flag.withDescription("In which the steps are computed")
    ),
    json
  },
  Effect.fnUntraced(function* ({ json, precision }) {
    const { value } = yield* obtain(costsTarget(yield* readyTensorflow, precision))
    yield* print(json, value, () =>
      [
        `Training steps in ${precision} on ${value.engine.device}, ${value.engine.intraOpThreads} threads`,
        "",
        table([
          ["work", "billion multiply-adds/s", "GB/s", "µs a layer"],
          ...Object.entries(value.model).map(([kind, { perByte, perLayer, perMultiplyAdd }]) => [
            kind,
            rate(perMultiplyAdd),
            rate(perByte),
            (1e6 * perLayer).toFixed(0)
          ])
        ]),
        "",
        table([
          ["network", "images", "measured ms", "by the model ms"],
          ...value.networks.map(({ batch, measured, network, predicted }) => [
            network,
            String(batch),
            milliseconds(measured),
            milliseconds(predicted)
          ])
        ]),
        "",
        "Rates are of multiply-adds and bytes of the forward pass, over the time of forward and backward pass; a dash is what costs",
        "nothing beside the others. The data and the loss are in the measured time alone."
      ].join("\n")
    )
  })
).pipe(
  Command.withDescription(
    "Measure once what training steps cost on this machine: the cost model behind a budget of time"
  )
)
