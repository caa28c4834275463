import { describe, expect, it } from "vitest"
import { evaluate } from "../src/evaluate.ts"
import { gradients } from "../src/gradients.ts"
import { concat } from "../src/operations/concat.ts"
import { add } from "../src/operations/elementwise.ts"
import { constant, input, scalar, variable, variableName } from "../src/operations/leaves.ts"
import { matMul } from "../src/operations/matMul.ts"
import { type Program, programRoots, programVariables, updateOperands } from "../src/program.ts"
import type { DType } from "../src/tensorType.ts"
import { topologicalOrder } from "../src/topologicalOrder.ts"
import type { Node } from "../src/value.ts"
import { withPrecision } from "../src/withPrecision.ts"
import { miniResNet } from "./miniResNet.ts"
import { randomTensor } from "./random.ts"

const trainingProgram = () => {
  const { logits, loss, parameters, statistics } = miniResNet()
  const program: Program = {
    outputs: { loss, logits },
    updates: [
      ...gradients(loss, parameters).map((gradient, i) => ({
        kind: "momentum" as const,
        variable: parameters[i]!,
        velocity: variable(`velocity/${variableName(parameters[i]!)}`, parameters[i]!.shape),
        gradient,
        learningRate: scalar(0.1),
        momentum: 0.9,
        nesterov: true
      })),
      ...statistics.map((statistic, i) => ({
        kind: "assign" as const,
        variable: variable(`statistic ${i}`, statistic.shape),
        value: statistic
      }))
    ]
  }
  const state = Object.fromEntries(
    [...programVariables(program)].map(([name, { shape }], i) => [name, randomTensor(shape, 300 + i)])
  )
  return { program, state }
}

const nodesOf = (program: Program): ReadonlyArray<Node> => topologicalOrder(programRoots(program))

const inputTypes = ({ inputs }: Node): ReadonlyArray<DType> => inputs.map(({ dtype }) => dtype)
const outputTypes = ({ outputs }: Node): ReadonlyArray<DType> => outputs.map(({ dtype }) => dtype)

describe("withPrecision", () => {
  it("leaves a program in float32 as it is", () => {
    const { program } = trainingProgram()
    expect(withPrecision(program, "float32")).toBe(program)
  })

  const { program, state } = trainingProgram()
  const mixed = withPrecision(program, "bfloat16")
  const named = (name: string) => {
    const nodes = nodesOf(mixed).filter(({ operation }) => operation.name === name)
    expect(nodes.length, name).toBeGreaterThan(0)
    return nodes
  }

  it.each(["conv2d", "conv2dInputGradient", "conv2dKernelGradient", "matMul", "relu", "reluGradient", "stridedSlice"])(
    "computes %s in bfloat16",
    (name) => {
      for (const node of named(name)) {
        expect(new Set([...inputTypes(node), ...outputTypes(node)])).toEqual(new Set(["bfloat16"]))
      }
    }
  )

  it("normalises activations in bfloat16 with scale, offset and statistics in float32", () => {
    const five = new Array<DType>(5).fill("float32")
    for (const node of named("batchNorm")) {
      expect(inputTypes(node)).toEqual(["bfloat16", "float32", "float32"])
      expect(outputTypes(node)).toEqual(["bfloat16", ...five])
    }
    for (const node of named("batchNormGradient")) {
      expect(inputTypes(node)).toEqual(["bfloat16", "bfloat16", ...five.slice(1)])
      expect(outputTypes(node)).toEqual(["bfloat16", "float32", "float32"])
    }
  })

  it("keeps the loss, variables, outputs and updates in float32", () => {
    for (const node of named("softmaxCrossEntropy")) {
      expect(new Set([...inputTypes(node), ...outputTypes(node)])).toEqual(new Set(["float32"]))
    }
    const kept = [...Object.values(mixed.outputs), ...mixed.updates.flatMap(updateOperands)]
    expect(new Set(kept.map(({ dtype }) => dtype))).toEqual(new Set(["float32"]))
    for (const node of named("variable")) expect(outputTypes(node)).toEqual(["float32"])
    expect([...programVariables(mixed).keys()].sort()).toEqual([...programVariables(program).keys()].sort())
    expect(mixed.updates.map(({ variable: changed }) => changed)).toEqual(
      program.updates.map(({ variable: changed }) => changed)
    )
  })

  it("casts a value to a type once", () => {
    const seen = new Map<Node, Set<string>>()
    for (const { inputs, outputs } of named("cast")) {
      const { index, node } = inputs[0]!
      const casts = seen.get(node) ?? new Set()
      seen.set(node, casts)
      const key = `${index} ${outputs[0]!.dtype}`
      expect(casts.has(key), `a second cast of ${node.operation.name}`).toBe(false)
      casts.add(key)
    }
  })

  it("changes nothing but the rounding: in float64 both programs agree to the last bit", () => {
    expect(evaluate(mixed, state)).toEqual(evaluate(program, state))
  })

  it("gives a sum the widest of its operands' types, where constants do not count", () => {
    const product = matMul(input("x", [2, 2]), input("y", [2, 2]))
    const sums = {
      withConstant: add(product, scalar(1)),
      withVariable: add(product, variable("w", [2])),
      ofConstants: add(constant([1, 2], [2]), scalar(1)),
      ofManyWithVariable: add(concat([product, product, variable("v", [2, 2])], 0), scalar(1)),
      ofMany: add(concat([product, product], 0), scalar(1)),
      ofIntegers: add(input("n", [2], "int32"), scalar(1, "int32"))
    }
    const roots = programRoots(withPrecision({ outputs: sums, updates: [] }, "bfloat16"))
    const additions = topologicalOrder(roots).filter(({ operation }) => operation.name === "add")
    expect(additions.map(outputTypes)).toEqual([
      ["bfloat16"],
      ["float32"],
      ["float32"],
      ["float32"],
      ["bfloat16"],
      ["int32"]
    ])
    expect(additions.flatMap(inputTypes)).toEqual(
      additions.flatMap((node) => [...outputTypes(node), ...outputTypes(node)])
    )
  })
})
