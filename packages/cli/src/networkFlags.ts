import type { Budget } from "@ebcle/core"
import { costsTarget, obtain, PipelineError } from "@ebcle/pipeline"
import { type Architecture, type ImageShape, modelNamed, restrict, stepSeconds, toDepth, ZooError } from "@ebcle/zoo"
import { Effect, Option } from "effect"
import { Flag } from "effect/cli"
import { readyTensorflow } from "./engineFlag.ts"

/** Images of the step that `--time` is about: the batch size of the default study. */
const costedBatch = 64

const isInput = (text: string) => /^[1-9][0-9]*x[1-9][0-9]*x[1-9][0-9]*$/.test(text)

const fraction = (name: string, what: string) =>
  Flag.Finite(name).pipe(
    Flag.filter(
      (value) => value > 0,
      () => "a fraction above 0, such as 0.6"
    ),
    Flag.optional,
    Flag.withDescription(`With --bound or --blocks: as wide as this fraction of the baseline's ${what} allows`)
  )

/** `--input` and `--classes`: what a network is built for. */
export const taskFlags = {
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
  )
}

/** `--bound` or `--blocks`, and at most one of the budgets: what a network is made into. */
export const restrictionFlags = {
  bound: Flag.Int("bound").pipe(
    Flag.filter(
      (bound) => bound >= 1,
      () => "a whole number of at least 1"
    ),
    Flag.optional,
    Flag.withDescription("Cut the network to at most so many blocks, at least one in each stage")
  ),
  blocks: Flag.Int("blocks").pipe(
    Flag.filter(
      (blocks) => blocks >= 1 && blocks <= 1000,
      () => "a whole number from 1 to 1000"
    ),
    Flag.optional,
    Flag.withDescription("Set the depth to so many blocks, fewer or more than there are")
  ),
  macs: fraction("macs", "multiply-adds"),
  parameters: fraction("parameters", "parameters"),
  memory: fraction("memory", "activation memory"),
  time: fraction("time", "seconds of a training step in float32 on this machine")
}

interface Task {
  readonly input: string
  readonly classes: number
}

interface Restriction {
  readonly bound: Option.Option<number>
  readonly blocks: Option.Option<number>
  readonly macs: Option.Option<number>
  readonly parameters: Option.Option<number>
  readonly memory: Option.Option<number>
  readonly time: Option.Option<number>
}

const invalid = (message: string) => new PipelineError({ reason: "ModelInvalid", message })

/** The network of that name. Fails with PipelineError ModelInvalid. */
export const networkOf = (model: string, { classes, input }: Task): Effect.Effect<Architecture, PipelineError> =>
  possible(model, () => modelNamed(model, input.split("x").map(Number) as unknown as ImageShape, classes))

/** What a step of a network takes by the costs of this machine, which are measured if they are not known. */
const measuredStepTime = Effect.gen(function* () {
  const { value } = yield* obtain(costsTarget(yield* readyTensorflow, "float32"))
  return (network: Architecture) => stepSeconds(value.model, network, costedBatch)
})

/**
 * The network cut to the bound or set to the depth, if there is one. Fails with PipelineError ModelInvalid; under a budget
 * of time also as the measurement of this machine's costs does.
 */
export const restricted = Effect.fnUntraced(function* (
  baseline: Architecture,
  { blocks, bound, macs, memory, parameters, time }: Restriction
) {
  const given = Object.entries({ macs, parameters, memory, time }).flatMap(([name, value]) =>
    Option.isSome(value) ? [[name, value.value] as const] : []
  )
  const [first, second] = given
  if (second !== undefined) {
    return yield* invalid(`--${first![0]} and --${second[0]} are two budgets; give one.`)
  }
  const budget = first === undefined ? "none" : (Object.fromEntries(given) as Budget)
  if (Option.isSome(bound) && Option.isSome(blocks)) {
    return yield* invalid("--bound and --blocks both say how deep; give one.")
  }
  if (first !== undefined && Option.isNone(bound) && Option.isNone(blocks)) {
    return yield* invalid(`--${first[0]} is a budget for --bound or --blocks, neither of which is there.`)
  }
  const stepTime = Option.isSome(time) ? yield* measuredStepTime : undefined
  if (Option.isSome(bound)) {
    return yield* possible(baseline.name, () => restrict(baseline, bound.value, budget, stepTime))
  }
  if (Option.isSome(blocks)) {
    return yield* possible(baseline.name, () => toDepth(baseline, blocks.value, budget, stepTime))
  }
  return baseline
})

const possible = <A>(what: string, make: () => A): Effect.Effect<A, PipelineError> =>
  Effect.try({ try: make, catch: (cause) => cause }).pipe(
    Effect.catch((cause) =>
      cause instanceof ZooError ? Effect.fail(invalid(`${what}: ${cause.message}.`)) : Effect.die(cause)
    )
  )
