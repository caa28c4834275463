import { describe, expect, it } from "vitest"
import { evaluate } from "../src/evaluate.ts"
import { oneHot } from "../src/operations/classification.ts"
import { add, multiply } from "../src/operations/elementwise.ts"
import { gather } from "../src/operations/gather.ts"
import { input, scalar, variable } from "../src/operations/leaves.ts"
import { sliceRows } from "../src/operations/sliceRows.ts"
import { checkProgram, type Program, programVariables, type Update } from "../src/program.ts"
import { TensorError } from "../src/tensorError.ts"
import { topologicalOrder } from "../src/topologicalOrder.ts"
import type { Value } from "../src/value.ts"

const tensor = (...data: ReadonlyArray<number>) => ({ shape: [data.length], data: Float64Array.from(data) })
const number = (value: number) => ({ shape: [], data: Float64Array.of(value) })

const w = variable("w", [2])
const v = variable("v", [2])
const momentum = (parts: Partial<Extract<Update, { kind: "momentum" }>> = {}): Program => ({
  outputs: {},
  updates: [
    {
      kind: "momentum",
      variable: w,
      velocity: v,
      gradient: input("gradient", [2]),
      learningRate: input("rate", []),
      momentum: 0.5,
      nesterov: false,
      ...parts
    }
  ]
})

describe("evaluate", () => {
  // Three steps of torch.optim.SGD(momentum=0.5) by hand, v1 = g1. Step 2 and 3 of w[0], plain:
  // v: 1, 0.5·1 + 2 = 2.5, 0.5·2.5 - 4 = -2.75; w: 1 - 0.1, - 0.25, + 0.275. Nesterov steps by g + 0.5 v:
  // 1.5, 3.25, -5.375; w: 1 - 0.15 - 0.325 + 0.5375.
  it.each([
    [false, [0.9, 0.65, 0.925], [-2.2, -2.3, -2.35]],
    [true, [0.85, 0.525, 1.0625], [-2.3, -2.35, -2.375]]
  ] as const)("takes PyTorch's momentum steps, Nesterov %s", (nesterov, first, second) => {
    const gradients = [[1, 2], [2, 0], [-4, 0]] // biome-ignore format: a step a pair
    let state = { w: tensor(1, -2), v: tensor(0, 0) }
    gradients.forEach((gradient, step) => {
      const run = evaluate(momentum({ nesterov }), state, { gradient: tensor(...gradient), rate: number(0.1) })
      state = run.state as typeof state
      expect(state.w.data[0]).toBeCloseTo(first[step]!, 12)
      expect(state.w.data[1]).toBeCloseTo(second[step]!, 12)
    })
    expect([...state.v.data]).toEqual([-2.75, 0.5])
  })

  it("computes all updates from the state before them", () => {
    const swap: Program = {
      outputs: { sum: add(w, v) },
      updates: [
        { kind: "assign", variable: w, value: v },
        { kind: "assign", variable: v, value: w }
      ]
    }
    const { outputs, state } = evaluate(swap, { w: tensor(1, 2), v: tensor(3, 4), other: tensor(5) })
    expect(outputs.sum).toEqual(tensor(4, 6))
    expect(state).toEqual({ w: tensor(3, 4), v: tensor(1, 2), other: tensor(5) })
  })

  it.each<readonly [string, Value, Record<string, ReturnType<typeof tensor>>, string]>([
    ["a missing variable", w, {}, 'evaluate: "w" needs a tensor of shape [2]'],
    ["a variable of another shape", w, { w: tensor(1) }, 'evaluate: "w" needs a tensor of shape [2]'],
    ["rows beyond the end", sliceRows(w, scalar(1, "int32"), 2), { w: tensor(1, 2) }, "sliceRows: rows 1 to 3"],
    ["an index below zero", gather(w, scalar(-1, "int32")), { w: tensor(1, 2) }, "gather: no row -1 in [2]"]
  ])("refuses %s", (_, value, state, message) => {
    expect(() => evaluate({ outputs: { value }, updates: [] }, state)).toThrow(message)
  })

  it("gives a label outside the classes no one", () => {
    const labels = input("labels", [3], "int32")
    const rows = oneHot(labels, { depth: 2, on: 1, off: 0 })
    const { outputs } = evaluate({ outputs: { rows }, updates: [] }, {}, { labels: tensor(-1, 2, 1) })
    expect([...outputs.rows!.data]).toEqual([0, 0, 0, 0, 0, 1])
  })
})

describe("programVariables", () => {
  it("lists those that are read, updated or a velocity, once, in order of first use", () => {
    expect([...programVariables({ ...momentum(), outputs: { y: multiply(w, w) } }).keys()]).toEqual(["w", "v"])
  })

  it("refuses two variables of one name", () => {
    const twice = add(variable("w", [2]), variable("w", [2]))
    expect(() => programVariables({ outputs: { twice }, updates: [] })).toThrow('program: two variables are named "w"')
  })
})

describe("checkProgram", () => {
  it("returns a program that is well formed", () => {
    const program = momentum()
    expect(checkProgram(program)).toBe(program)
  })

  it.each<readonly [string, Program, string]>([
    [
      "an assigned value of another shape",
      { outputs: {}, updates: [{ kind: "assign", variable: w, value: scalar(1) }] },
      'program: "w" is float32[2] and cannot take float32[]'
    ],
    [
      "a gradient of another type",
      momentum({ gradient: input("gradient", [2], "int32") }),
      'program: "w" is float32[2] and cannot take int32[2]'
    ],
    [
      "a velocity of another shape",
      momentum({ velocity: variable("v", [3]) }),
      'program: "v" is float32[3] and cannot take float32[2]'
    ],
    [
      "a rate that is not a scalar",
      momentum({ learningRate: input("rate", [2]) }),
      "program: momentum changes float32 by a rate of float32[], not float32[2] by float32[2]"
    ],
    [
      "momentum of integers",
      momentum({ variable: variable("n", [2], "int32") }),
      "program: momentum changes float32 by a rate of float32[], not int32[2] by float32[]"
    ],
    [
      "a change of what is not a variable",
      { outputs: {}, updates: [{ kind: "assign", variable: scalar(1), value: scalar(2) }] },
      "variable: constant is not a variable"
    ],
    [
      "two changes of one variable",
      { outputs: {}, updates: [...momentum().updates, { kind: "assign", variable: v, value: w }] },
      'program: "v" is changed twice in one run'
    ],
    [
      "two variables of one name",
      { outputs: { y: variable("w", []) }, updates: [{ kind: "assign", variable: w, value: v }] },
      'program: two variables are named "w"'
    ]
  ])("refuses %s", (_, program, message) => {
    expect(() => checkProgram(program)).toThrow(TensorError)
    expect(() => checkProgram(program)).toThrow(message)
  })
})

describe("topologicalOrder", () => {
  it("puts every node once, after its inputs", () => {
    const y = add(multiply(w, v), w)
    const order = topologicalOrder([y, w])
    expect(order.map(({ operation }) => operation.name)).toEqual(["variable", "variable", "multiply", "add"])
    order.forEach((node, i) => {
      for (const { node: source } of node.inputs) expect(order.indexOf(source)).toBeLessThan(i)
    })
  })
})
