import { isHalf, type Node, type Program, programRoots, sizeOf, topologicalOrder } from "@ebcle/tensor"
import * as tf from "@tensorflow/tfjs"
import { Effect, type Scope } from "effect"
import type { Session } from "../engine.ts"
import { EngineError } from "../engineError.ts"
import { copyToHost, type HostTensor, type HostTensors, int32 } from "../hostTensor.ts"
import { checkModule, type Module, stepInput } from "../module.ts"
import { onBackend } from "../onBackend.ts"
import { makeSession } from "../session.ts"
import { tfjsType } from "./kernels.ts"
import { runProgram } from "./runProgram.ts"
import { VariableStore } from "./variableStore.ts"

/** The backend of tfjs that is plain JavaScript. */
export const backendName = "cpu"

/** Copied: tfjs would go on reading the array itself, which may change in the caller's hands. */
const fromHost = ({ data, dtype, shape }: HostTensor): tf.Tensor => tf.tensor(data.slice(), [...shape], tfjsType(dtype))

const nodesOf = Effect.fnUntraced(function* (entryPoint: string, program: Program) {
  const nodes = topologicalOrder(programRoots(program))
  const half = nodes.flatMap(({ outputs }) => outputs.map(({ dtype }) => dtype)).find(isHalf)
  if (half === undefined) return nodes
  return yield* new EngineError({
    reason: "ModuleInvalid",
    message: `"${entryPoint}" computes in ${half}, which tfjs does not have; choose the precision float32.`
  })
})

/** Opens a module on tfjs. */
export const openModule: (module: Module) => Effect.Effect<Session, EngineError, Scope.Scope> = Effect.fnUntraced(
  function* (unchecked) {
    const module = checkModule(unchecked)
    const nodes = new Map<Program, ReadonlyArray<Node>>()
    for (const [name, { program }] of Object.entries(module.entryPoints)) {
      nodes.set(program, yield* nodesOf(name, program))
    }
    const variables = yield* Effect.acquireRelease(
      Effect.sync(() => new VariableStore()),
      (store) => Effect.sync(() => store.close())
    )

    const run = (program: Program, inputs: HostTensors): HostTensors =>
      onBackend(tf, backendName, () => {
        const given = new Map(Object.entries(inputs).map(([name, tensor]) => [name, fromHost(tensor)]))
        const { changed, outputs } = runProgram(program, nodes.get(program)!, (name) => variables.get(name), given)
        const host = Object.entries(program.outputs).map(
          ([name, type]) => [name, copyToHost(type, outputs.get(name)!.dataSync())] as const
        )
        variables.set(changed)
        return Object.fromEntries(host)
      })

    const loop = (program: Program, start: number, count: number): HostTensors => {
      const sums: HostTensors = Object.fromEntries(
        Object.entries(program.outputs).map(([name, type]) => [
          name,
          copyToHost(type, new Float32Array(sizeOf(type.shape)))
        ])
      )
      for (let step = start; step < start + count; step++) {
        const outputs = run(program, { [stepInput]: int32(Int32Array.of(step), []) })
        for (const [name, { data }] of Object.entries(outputs)) {
          data.forEach((value, i) => {
            sums[name]!.data[i]! += value
          })
        }
      }
      return sums
    }

    return makeSession("tfjs", module, {
      run: (_, program, inputs) => run(program, inputs),
      loop: (_, program, start, count) => loop(program, start, count),
      write: (tensors) =>
        onBackend(tf, backendName, () => {
          variables.set(new Map(Object.entries(tensors).map(([name, tensor]) => [name, fromHost(tensor)])))
        }),
      read: (wanted) =>
        Object.fromEntries([...wanted].map(([name, type]) => [name, copyToHost(type, variables.get(name).dataSync())]))
    })
  }
)
