import { existsSync } from "node:fs"
import { createRequire } from "node:module"
import process from "node:process"
import type { Program } from "@ebcle/tensor"
import type * as Tfjs from "@tensorflow/tfjs-node-gpu"
import { Effect, FileSystem, Layer, Path } from "effect"
import { Engine } from "../engine.ts"
import { EngineError, firstLine, kernelMissing } from "../engineError.ts"
import { copyToHost, type HostTensor, type HostTensors, int32 } from "../hostTensor.ts"
import { moduleMemory } from "../memory/moduleMemory.ts"
import { checkModule, type Module, programInputs } from "../module.ts"
import { onBackend } from "../onBackend.ts"
import { runOperations } from "../operationTime.ts"
import { makeSession } from "../session.ts"
import { type KernelName, kernelProbes } from "./kernels/useKernels.ts"
import { multipliesBfloat16 } from "./multipliesBfloat16.ts"
import type { Device } from "./nodeSink.ts"
import { restoreNodeUtil } from "./restoreNodeUtil.ts"
import { nodeNames, savedModel, servingTag } from "./savedModel.ts"
import { programFor, type Target } from "./target.ts"

/** The name that tfjs-node registers its backend under. */
const backendName = "tensorflow"

/** Tensors by the names of the nodes that take them. */
type Feeds = ReadonlyArray<readonly [string, HostTensor]>

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
    // Quiets most of TensorFlow's start-up log on standard error; two lines about oneDNN come all the same.
    process.env.TF_CPP_MIN_LOG_LEVEL ??= "2"
    // TensorFlow itself turns oneDNN on for newer processors alone; without it convolutions in groups have no gradients.
    process.env.TF_ENABLE_ONEDNN_OPTS ??= "1"
    // Convolutions and our kernels each take all processors: two at once would only wait for each other.
    if (!existsSync("/proc/driver/nvidia/version")) process.env.TF_NUM_INTEROP_THREADS ??= "1"
    return createRequire(import.meta.url)("@tensorflow/tfjs-node-gpu") as typeof Tfjs
  },
  catch: (cause) =>
    new EngineError({
      reason: "NativeLibraryMissing",
      message: `TensorFlow could not be loaded (${firstLine(cause)}); run "npx ebcle setup".`
    })
})

/** The bytes of a tensor as the one string that `savedModel` expects. */
const toTfjs = (tf: typeof Tfjs, { data }: HostTensor): Tfjs.Tensor =>
  tf.tensor([new Uint8Array(data.buffer, data.byteOffset, data.byteLength)], [], "string")

/** Runs modules as TensorFlow graphs through tfjs-node's native sessions. Calls block this process's event loop. */
export const tensorflowEngine: Layer.Layer<Engine, EngineError, FileSystem.FileSystem | Path.Path> = Layer.effect(
  Engine,
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const tf = yield* loadTfjs
    const backend = tf.findBackend(backendName) as unknown as NodeBackend
    const device: Device = backend.isUsingGpuDevice ? "gpu" : "cpu"
    // Where there is no such file, nothing is known of the processor.
    const cpuInfo = yield* Effect.orElseSucceed(fs.readFileString("/proc/cpuinfo"), () => "")
    const bfloat16 = device === "gpu" || multipliesBfloat16(cpuInfo)

    const refused = (cause: unknown) =>
      kernelMissing("TensorFlow", cause) ??
      new EngineError({ reason: "ModuleInvalid", message: `TensorFlow refused the graph: ${firstLine(cause)}.` })

    const load = (model: Uint8Array) =>
      Effect.acquireRelease(
        Effect.gen(function* () {
          const folder = yield* fs.makeTempDirectoryScoped({ prefix: "ebcle-graph-" })
          yield* fs.writeFile(path.join(folder, "saved_model.pb"), model)
          return yield* Effect.try({ try: () => backend.loadSavedModelMetaGraph(folder, servingTag), catch: refused })
        }).pipe(
          Effect.scoped,
          Effect.catchTag("PlatformError", (cause) => Effect.fail(refused(cause)))
        ),
        (session) => Effect.sync(() => backend.deleteSavedModel(session))
      )

    // A library that another installer put in place does not have them: it then refuses a model that uses one.
    const kernels = new Set<KernelName>()
    for (const [name, program] of device === "cpu" ? Object.entries(kernelProbes) : []) {
      const kernel = name as KernelName
      const module: Module = { entryPoints: { probe: { kind: "once", program } } }
      const probe = load(savedModel(module, { device, bfloat16: true, kernels: new Set([kernel]) }))
      if (yield* Effect.isSuccess(Effect.scoped(probe))) kernels.add(kernel)
    }

    const target: Target = { device, bfloat16, kernels }
    const open = Effect.fnUntraced(function* (unchecked: Module) {
      const module = checkModule(unchecked)
      const id = yield* load(savedModel(module, target))

      const execute = (feeds: Feeds, fetches: ReadonlyArray<string>): ReadonlyArray<ArrayLike<number>> =>
        onBackend(tf, backendName, () => {
          const outputs = backend.runSavedModel(
            id,
            feeds.map(([, tensor]) => toTfjs(tf, tensor)),
            feeds.map(([name]) => ({ name: `${name}:0`, tfDtype: "" })),
            fetches.map((name) => `${name}:0`)
          )
          return outputs.map((tensor) => tensor.dataSync())
        })

      const outputsOf = (
        name: string,
        { outputs }: Program,
        feeds: Feeds,
        also: ReadonlyArray<string> = []
      ): { readonly outputs: HostTensors; readonly also: ReadonlyArray<ArrayLike<number>> } => {
        const entries = Object.entries(outputs)
        const fetches = entries.map(([output]) => nodeNames.output(name, output))
        const fetched = execute(feeds, [...fetches, ...also, nodeNames.done(name)])
        return {
          outputs: Object.fromEntries(entries.map(([output, type], i) => [output, copyToHost(type, fetched[i]!)])),
          also: fetched.slice(entries.length, -1)
        }
      }

      const range = (name: string, start: number, count: number): Feeds => [
        [nodeNames.start(name), int32(Int32Array.of(start), [])],
        [nodeNames.count(name), int32(Int32Array.of(count), [])]
      ]

      return makeSession("TensorFlow", module, {
        run: (name, program, inputs) =>
          outputsOf(
            name,
            program,
            [...programInputs(program).keys()].map((input) => [nodeNames.input(name, input), inputs[input]!])
          ).outputs,
        loop: (name, program, start, count) => outputsOf(name, program, range(name, start, count)).outputs,
        time:
          device === "cpu"
            ? (name, program, start, count) => {
                const { also, outputs } = outputsOf(name, program, range(name, start, count), [nodeNames.times(name)])
                const operations = runOperations(programFor(program, target))
                return { outputs, operations: operations.map((each, i) => ({ ...each, seconds: also[0]![i]! })) }
              }
            : undefined,
        write: (variables) => {
          const names = Object.keys(variables)
          execute(
            names.map((name) => [nodeNames.write(name), variables[name]!]),
            names.map(nodeNames.written)
          )
        },
        read: (variables) => {
          const fetched = execute([], [...variables.keys()].map(nodeNames.read))
          return Object.fromEntries([...variables].map(([name, type], i) => [name, copyToHost(type, fetched[i]!)]))
        }
      })
    })

    return Engine.of({
      facts: {
        engine: "tensorflow",
        version: backend.binding.TF_Version,
        device
      },
      open,
      memoryOf: (module) => moduleMemory(module, (program) => programFor(program, target))
    })
  })
)
