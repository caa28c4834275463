import { isHalf, type Node, type Program, programRoots, sizeOf, type TensorType, topologicalOrder } from "@ebcle/tensor"
import * as tf from "@tensorflow/tfjs"
import { Effect, type Scope } from "effect"
import type { Session } from "../engine.ts"
import { EngineError } from "../engineError.ts"
import { copyToHost, type HostTensor, type HostTensors, int32 } from "../hostTensor.ts"
import { checkModule, type Module, stepInput } from "../module.ts"
import { onBackend } from "../onBackend.ts"
import { makeSession } from "../session.ts"
import type { TfjsBackend } from "./backends.ts"
import { tfjsType } from "./kernels.ts"
import { runProgram, type Tensors } from "./runProgram.ts"
import { VariableStore } from "./variableStore.ts"

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

/** Opens a module on a backend of tfjs, which is there. */
export const openModule: (module: Module, backend: TfjsBackend) => Effect.Effect<Session, EngineError, Scope.Scope> =
  Effect.fnUntraced(function* (unchecked, backend) {
    const module = checkModule(unchecked)
    const nodes = new Map<Program, ReadonlyArray<Node>>()
    for (const [name, { program }] of Object.entries(module.entryPoints)) {
      nodes.set(program, yield* nodesOf(name, program))
    }
    const variables = yield* Effect.acquireRelease(
      Effect.sync(() => new VariableStore()),
      (store) => Effect.sync(() => store.close())
    )

    /** Copies tensors that were kept to the host, and disposes of them. A GPU gives them only in its own time. */
    const toHost = async (types: Readonly<Record<string, TensorType>>, tensors: Tensors): Promise<HostTensors> => {
      const entries = Object.entries(types).map(async ([name, type]) => {
        const tensor = tensors.get(name)!
        const data = await tensor.data()
        tensor.dispose()
        return [name, copyToHost(type, data)] as const
      })
      return Object.fromEntries(await Promise.all(entries))
    }

    const run = (program: Program, inputs: HostTensors): Promise<HostTensors> => {
      const outputs = onBackend(tf, backend, () => {
        const given = new Map(Object.entries(inputs).map(([name, tensor]) => [name, fromHost(tensor)]))
        const computed = runProgram(program, nodes.get(program)!, (name) => variables.get(name), given)
        const kept = new Map([...computed.outputs].map(([name, tensor]) => [name, tf.keep(tf.clone(tensor))]))
        variables.set(computed.changed)
        return kept
      })
      return toHost(program.outputs, outputs)
    }

    const loop = async (program: Program, start: number, count: number): Promise<HostTensors> => {
      const sums: HostTensors = Object.fromEntries(
        Object.entries(program.outputs).map(([name, type]) => [
          name,
          copyToHost(type, new Float32Array(sizeOf(type.shape)))
        ])
      )
      for (let step = start; step < start + count; step++) {
        const outputs = await run(program, { [stepInput]: int32(Int32Array.of(step), []) })
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
        onBackend(tf, backend, () => {
          variables.set(new Map(Object.entries(tensors).map(([name, tensor]) => [name, fromHost(tensor)])))
        }),
      read: (wanted) => {
        const kept = onBackend(
          tf,
          backend,
          () => new Map([...wanted.keys()].map((name) => [name, tf.keep(tf.clone(variables.get(name)))]))
        )
        return toHost(Object.fromEntries(wanted), kept)
      }
    })
  })
