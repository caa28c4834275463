import { describe, expect, it } from "vitest"
import { gradients } from "../src/gradients.ts"
import { inLayer, inPhase } from "../src/layerScope.ts"
import { add, multiply } from "../src/operations/elementwise.ts"
import { variable } from "../src/operations/leaves.ts"
import { matMul } from "../src/operations/matMul.ts"
import { reduceSum } from "../src/operations/reduce.ts"
import { programRoots } from "../src/program.ts"
import { TensorError } from "../src/tensorError.ts"
import { topologicalOrder } from "../src/topologicalOrder.ts"
import { withPrecision } from "../src/withPrecision.ts"

const x = variable("x", [2, 2])
const w = variable("w", [2, 2])

const layersOf = (operation: string, ...values: ReadonlyArray<ReturnType<typeof matMul>>) =>
  topologicalOrder(values)
    .filter((node) => node.operation.name === operation)
    .map(({ layer }) => layer)

describe("inLayer", () => {
  const hidden = inLayer("hidden", () => inLayer("hidden.inner", () => matMul(x, w)))
  const loss = reduceSum(
    inLayer("out", () => multiply(matMul(hidden, w), x)),
    [0, 1]
  )

  it("gives its name to what is built in it, the innermost to each", () => {
    expect(layersOf("matMul", loss)).toEqual(["hidden.inner", "out"])
    expect(layersOf("reduceSum", loss)).toEqual([undefined])
  })

  it("gives it to gradients as well, and keeps it under a policy of precision", () => {
    const [dw] = gradients(loss, [w])
    expect(layersOf("matMul", dw!).filter((layer) => layer === "hidden.inner")).toHaveLength(2)
    const program = withPrecision({ outputs: { dw: dw! }, updates: [] }, "bfloat16")
    expect(layersOf("matMul", ...programRoots(program)).toSorted()).toEqual(layersOf("matMul", dw!).toSorted())
  })

  it("is named by what goes wrong in it, once", () => {
    const wrong = () => inLayer("block", () => inLayer("block.conv", () => matMul(x, variable("v", [3, 2]))))
    expect(wrong).toThrow(new TensorError("matMul", "float32[2,2] and float32[3,2] do not multiply", "block.conv"))
    expect(wrong).toThrow("block.conv: matMul: float32[2,2] and float32[3,2] do not multiply")
  })

  it("ends with what was built, also where that failed", () => {
    expect(() => inLayer("a", () => matMul(x, variable("v", [3, 2])))).toThrow(TensorError)
    expect(add(x, w).node.layer).toBeUndefined()
  })
})

describe("inPhase", () => {
  const phasesOf = (...values: ReadonlyArray<ReturnType<typeof matMul>>) =>
    topologicalOrder(values).map(({ operation, phase }) => `${operation.name} ${phase}`)
  const image = inPhase("input", () => multiply(x, x))
  const loss = reduceSum(inLayer("hidden", () => matMul(image, w)), [0, 1]) // biome-ignore format: one value

  it("is what is built in it there for; other things are forward, and gradients backward", () => {
    expect(phasesOf(loss)).toEqual([
      "variable forward",
      "multiply input",
      "variable forward",
      "matMul forward",
      "reduceSum forward"
    ])
    const [dw] = inPhase("optimizer", () => gradients(loss, [w]))
    const known = phasesOf(loss)
    expect(new Set(phasesOf(dw!).filter((node) => !known.includes(node)))).toEqual(
      new Set(["constant backward", "reshape backward", "broadcastTo backward", "matMul backward"])
    )
  })

  it("stays under a policy of precision, and leaves the layer as it is", () => {
    const program = withPrecision({ outputs: { loss }, updates: [] }, "bfloat16")
    expect(phasesOf(...programRoots(program)).filter((node) => !node.startsWith("cast"))).toEqual(phasesOf(loss))
    expect(inLayer("a", () => inPhase("input", () => add(x, w))).node).toMatchObject({ layer: "a", phase: "input" })
    expect(add(x, w).node.phase).toBe("forward")
  })
})
