import type { Budget } from "@ebcle/core"
import { PipelineError } from "@ebcle/pipeline"
import { type Architecture, type ImageShape, modelNamed, restrict, ZooError } from "@ebcle/zoo"
import { Effect, Option } from "effect"
import { Flag } from "effect/cli"

const isInput = (text: string) => /^[1-9][0-9]*x[1-9][0-9]*x[1-9][0-9]*$/.test(text)

const fraction = (name: string, what: string) =>
  Flag.Finite(name).pipe(
    Flag.filter(
      (value) => value > 0,
      () => "a fraction above 0, such as 0.6"
    ),
    Flag.optional,
    Flag.withDescription(`With --bound: widen as far as this fraction of the baseline's ${what} allows`)
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

/** `--bound`, and at most one of the budgets: what a network is cut to. */
export const restrictionFlags = {
  bound: Flag.Int("bound").pipe(
    Flag.filter(
      (bound) => bound >= 1,
      () => "a whole number of at least 1"
    ),
    Flag.optional,
    Flag.withDescription("Cut the network to at most so many blocks, at least one in each stage")
  ),
  macs: fraction("macs", "multiply-adds"),
  parameters: fraction("parameters", "parameters")
}

interface Task {
  readonly input: string
  readonly classes: number
}

interface Restriction {
  readonly bound: Option.Option<number>
  readonly macs: Option.Option<number>
  readonly parameters: Option.Option<number>
}

const invalid = (message: string) => new PipelineError({ reason: "ModelInvalid", message })

/** The network of that name. Fails with PipelineError ModelInvalid. */
export const networkOf = (model: string, { classes, input }: Task): Effect.Effect<Architecture, PipelineError> =>
  possible(model, () => modelNamed(model, input.split("x").map(Number) as unknown as ImageShape, classes))

/** The network cut to the bound, if there is one. Fails with PipelineError ModelInvalid. */
export const restricted = Effect.fnUntraced(function* (
  baseline: Architecture,
  { bound, ...budgets }: Restriction
): Effect.fn.Return<Architecture, PipelineError> {
  const given = Object.entries(budgets).flatMap(([name, value]) => (Option.isSome(value) ? [[name, value.value]] : []))
  if (Option.isNone(bound)) {
    return given.length === 0
      ? baseline
      : yield* invalid(`--${given[0]![0]} is a budget for --bound, which is not there.`)
  }
  if (given.length > 1) return yield* invalid("--macs and --parameters are two budgets; give one.")
  const budget = given.length === 0 ? "none" : (Object.fromEntries(given) as Budget)
  return yield* possible(baseline.name, () => restrict(baseline, bound.value, budget))
})

const possible = <A>(what: string, make: () => A): Effect.Effect<A, PipelineError> =>
  Effect.try({ try: make, catch: (cause) => cause }).pipe(
    Effect.catch((cause) =>
      cause instanceof ZooError ? Effect.fail(invalid(`${what}: ${cause.message}.`)) : Effect.die(cause)
    )
  )
