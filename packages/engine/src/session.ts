import type { Program, TensorType } from "@ebcle/tensor"
import { Effect } from "effect"
import type { Session, TimedRun } from "./engine.ts"
import { callFailed, EngineError } from "./engineError.ts"
import { type HostTensors, misfit } from "./hostTensor.ts"
import { type EntryPoint, type Module, moduleVariables, programInputs } from "./module.ts"

type Later<A> = A | Promise<A>

/** What an engine does for a session: plain calls that may throw, on names and tensors that have been checked. */
export interface Machine {
  readonly run: (entryPoint: string, program: Program, inputs: HostTensors) => Later<HostTensors>
  readonly loop: (entryPoint: string, program: Program, start: number, count: number) => Later<HostTensors>
  /** Absent where an operation's end cannot be seen. */
  readonly time?: ((entryPoint: string, program: Program, start: number, count: number) => TimedRun) | undefined
  readonly write: (variables: HostTensors) => void
  readonly read: (variables: ReadonlyMap<string, TensorType>) => Later<HostTensors>
}

const wrongBinding = (message: string) => new EngineError({ reason: "WrongBinding", message })

/** The session of a module on a machine; `library` names what computes in the message of RunFailed. */
export const makeSession = (library: string, module: Module, machine: Machine): Session => {
  const variables = moduleVariables(module)

  const attempt = <A>(what: string, call: () => Later<A>) =>
    Effect.tryPromise({
      try: async () => call(),
      catch: (cause) => callFailed(library, what, cause)
    })

  const check = (wanted: ReadonlyMap<string, TensorType>, given: HostTensors) =>
    Effect.forEach(wanted, ([name, type]) => {
      const error = misfit(name, type, given[name])
      return error === undefined ? Effect.void : Effect.fail(error)
    })

  const known = (name: string, kind: EntryPoint["kind"]) => {
    const entryPoint = module.entryPoints[name]
    return entryPoint?.kind === kind
      ? Effect.succeed(entryPoint.program)
      : Effect.fail(wrongBinding(`the module has no ${kind} named "${name}".`))
  }

  const knownVariables = (names: ReadonlyArray<string>) =>
    Effect.map(
      Effect.forEach(names, (name) => {
        const variable = variables.get(name)
        return variable === undefined
          ? Effect.fail(wrongBinding(`the module has no variable named "${name}".`))
          : Effect.succeed([name, variable] as const)
      }),
      (entries): ReadonlyMap<string, TensorType> => new Map(entries)
    )

  return {
    run: Effect.fnUntraced(function* (name, inputs = {}) {
      const program = yield* known(name, "once")
      yield* check(programInputs(program), inputs)
      return yield* attempt(`run "${name}"`, () => machine.run(name, program, inputs))
    }),
    loop: Effect.fnUntraced(function* (name, start, count) {
      const program = yield* known(name, "loop")
      return yield* attempt(`run "${name}"`, () => machine.loop(name, program, start, count))
    }),
    time: Effect.fnUntraced(function* (name, start, count) {
      const program = yield* known(name, "timed")
      const { time } = machine
      if (time === undefined) {
        return yield* new EngineError({
          reason: "TimesUnavailable",
          message: `${library} does not say here when an operation ends, so none can be timed; use TensorFlow on a CPU.`
        })
      }
      return yield* attempt(`run "${name}"`, () => time(name, program, start, count))
    }),
    write: Effect.fnUntraced(function* (tensors) {
      const names = Object.keys(tensors)
      yield* check(yield* knownVariables(names), tensors)
      if (names.length > 0) yield* attempt("write variables", () => machine.write(tensors))
    }),
    read: Effect.fnUntraced(function* (names) {
      const wanted = yield* knownVariables(names)
      return wanted.size === 0 ? {} : yield* attempt("read variables", () => machine.read(wanted))
    })
  }
}
