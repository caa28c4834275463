import { createRequire } from "node:module"
import process from "node:process"
import type { TensorType } from "@ebcle/tensor"
import type * as Tfjs from "@tensorflow/tfjs-node-gpu"
import { Effect, FileSystem, Layer, Path } from "effect"
import { Engine, type Session } from "../engine.ts"
import { EngineError, firstLine } from "../engineError.ts"
import { type HostTensor, type HostTensors, misfit } from "../hostTensor.ts"
import { checkModule, moduleVariables, programInputs } from "../module.ts"
import { restoreNodeUtil } from "./restoreNodeUtil.ts"
import { nodeNames, savedModel, servingTag } from "./savedModel.ts"

/** What of tfjs-node's backend is used: its sessions of SavedModels, fed and fetched by node name. */
interface NodeBackend {
  readonly binding: { readonly TF_Version: string }
  readonly isUsingGpuDevice: boolean
  readonly loadSavedModelMetaGraph: (folder: string, tags: string) => number
  readonly deleteSavedModel: (id: number) => void
  readonly runSavedModel: (
    id: number,
    inputs: ReadonlyArray<Tfjs.Tensor>,
    infos: ReadonlyArray<{ readonly name: string; readonly tfDtype: string }>,
    outputs: ReadonlyArray<string>
  ) => ReadonlyArray<Tfjs.Tensor>
}

const loadTfjs = Effect.try({
  try: () => {
    restoreNodeUtil()
    // TensorFlow's start-up log would otherwise be on the user's terminal; errors still are.
    process.env.TF_CPP_MIN_LOG_LEVEL ??= "2"
    return createRequire(import.meta.url)("@tensorflow/tfjs-node-gpu") as typeof Tfjs
  },
  catch: (cause) =>
    new EngineError({
      reason: "NativeLibraryMissing",
      message: `TensorFlow could not be loaded (${firstLine(cause)}); run "npx ebcle setup".`
    })
})

const toTfjs = (tf: typeof Tfjs, tensor: HostTensor): Tfjs.Tensor =>
  tensor.dtype === "uint8"
    ? tf.tensor([tensor.data], [], "string")
    : tf.tensor(tensor.data, [...tensor.shape], tensor.dtype)

const fromTfjs = (tensor: Tfjs.Tensor): HostTensor => {
  const data = tensor.dataSync()
  const { shape } = tensor
  return data instanceof Float32Array
    ? { dtype: "float32", shape, data }
    : { dtype: "int32", shape, data: Int32Array.from(data as ArrayLike<number>) }
}

/** Runs modules as TensorFlow graphs through tfjs-node's native sessions. Calls block this process's event loop. */
export const tensorflowEngine: Layer.Layer<Engine, EngineError, FileSystem.FileSystem | Path.Path> = Layer.effect(
  Engine,
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const tf = yield* loadTfjs
    yield* Effect.promise(() => tf.ready())
    const backend = tf.backend() as unknown as NodeBackend

    const open = Effect.fnUntraced(function* (unchecked: Parameters<Engine["Service"]["open"]>[0]) {
      const module = checkModule(unchecked)
      const variables = moduleVariables(module)
      const refused = (cause: unknown) =>
        new EngineError({ reason: "ModuleInvalid", message: `TensorFlow refused the graph: ${firstLine(cause)}.` })
      const session = yield* Effect.acquireRelease(
        Effect.gen(function* () {
          const folder = yield* fs.makeTempDirectoryScoped({ prefix: "ebcle-graph-" })
          yield* fs.writeFile(path.join(folder, "saved_model.pb"), savedModel(module))
          return yield* Effect.try(() => backend.loadSavedModelMetaGraph(folder, servingTag))
        }).pipe(Effect.scoped, Effect.mapError(refused)),
        (id) => Effect.sync(() => backend.deleteSavedModel(id))
      )

      const execute = (feeds: ReadonlyArray<readonly [string, HostTensor]>, fetches: ReadonlyArray<string>) =>
        Effect.try({
          try: () => {
            const inputs = feeds.map(([, tensor]) => toTfjs(tf, tensor))
            const infos = feeds.map(([name]) => ({ name: `${name}:0`, tfDtype: "" }))
            try {
              const outputs = backend.runSavedModel(
                session,
                inputs,
                infos,
                fetches.map((name) => `${name}:0`)
              )
              try {
                return outputs.map(fromTfjs)
              } finally {
                tf.dispose([...outputs])
              }
            } finally {
              tf.dispose(inputs)
            }
          },
          catch: (cause) =>
            new EngineError({
              reason: "RunFailed",
              message: `TensorFlow could not run the graph: ${firstLine(cause)}.`
            })
        })

      const check = (wanted: ReadonlyMap<string, TensorType>, given: HostTensors) =>
        Effect.forEach(wanted, ([name, type]) => {
          const error = misfit(name, type, given[name])
          return error === undefined ? Effect.void : Effect.fail(error)
        })

      const known = (name: string, kind: "once" | "loop") => {
        const entryPoint = module.entryPoints[name]
        return entryPoint?.kind === kind
          ? Effect.succeed(entryPoint.program)
          : Effect.fail(
              new EngineError({ reason: "WrongBinding", message: `the module has no ${kind} named "${name}".` })
            )
      }

      const outputsOf = (
        name: string,
        outputs: ReadonlyArray<string>,
        feeds: ReadonlyArray<readonly [string, HostTensor]>
      ) =>
        Effect.map(
          execute(feeds, [...outputs.map((output) => nodeNames.output(name, output)), nodeNames.done(name)]),
          (tensors) => Object.fromEntries(outputs.map((output, i) => [output, tensors[i]!]))
        )

      const scalarInt = (value: number): HostTensor => ({ dtype: "int32", shape: [], data: Int32Array.of(value) })

      return {
        run: Effect.fnUntraced(function* (name, inputs = {}) {
          const program = yield* known(name, "once")
          const wanted = programInputs(program)
          yield* check(wanted, inputs)
          const feeds = [...wanted.keys()].map((input) => [nodeNames.input(name, input), inputs[input]!] as const)
          return yield* outputsOf(name, Object.keys(program.outputs), feeds)
        }),
        loop: Effect.fnUntraced(function* (name, start, count) {
          const program = yield* known(name, "loop")
          return yield* outputsOf(name, Object.keys(program.outputs), [
            [nodeNames.start(name), scalarInt(start)],
            [nodeNames.count(name), scalarInt(count)]
          ])
        }),
        write: Effect.fnUntraced(function* (tensors) {
          const names = Object.keys(tensors)
          for (const name of names) {
            const variable = variables.get(name)
            const error =
              variable === undefined
                ? new EngineError({ reason: "WrongBinding", message: `the module has no variable named "${name}".` })
                : misfit(name, variable, tensors[name])
            if (error !== undefined) return yield* error
          }
          yield* execute(
            names.map((name) => [nodeNames.write(name), tensors[name]!] as const),
            names.map(nodeNames.written)
          )
        }),
        read: (names) =>
          Effect.map(execute([], names.map(nodeNames.read)), (tensors) =>
            Object.fromEntries(names.map((name, i) => [name, tensors[i]!]))
          )
      } satisfies Session
    })

    return Engine.of({
      facts: {
        engine: "tensorflow",
        version: backend.binding.TF_Version,
        device: backend.isUsingGpuDevice ? "gpu" : "cpu"
      },
      open
    })
  })
)
