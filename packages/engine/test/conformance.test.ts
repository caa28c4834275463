import {
  cast,
  constant,
  evaluate,
  input,
  matMul,
  operations,
  type Precision,
  type Program,
  programRoots,
  reshape,
  sizeOf,
  topologicalOrder,
  type Value,
  variable,
  withPrecision
} from "@ebcle/tensor"
import { expect, it, layer } from "@effect/vitest"
import { Effect } from "effect"
import { Engine } from "../src/engine.ts"
import { lowerings } from "../src/tensorflow/lowerOperation.ts"
import { kernels } from "../src/tfjs/kernels.ts"
import { expectClose, toBindings } from "./closeTo.ts"
import type { ConformanceCase } from "./conformanceCase.ts"
import { conformanceCases } from "./conformanceCases.ts"
import { everyLowering } from "./engines.ts"

/** A product with one, which a policy of bfloat16 computes in bfloat16, and with it what follows. */
const throughProduct = (x: Value): Value =>
  x.dtype === "float32" ? reshape(matMul(reshape(x, [sizeOf(x.shape), 1]), constant([1], [1, 1])), x.shape) : x

/** The program of a case on operands that are made by `leaf`. */
const programOf = ({ inputs, outputs }: ConformanceCase, precision: Precision, leaf: typeof input): Program => {
  const values = Object.entries(inputs).map(([name, { dtype, shape }]) => leaf(name, shape, dtype))
  const operands = precision === "float32" ? values : values.map(throughProduct)
  return withPrecision({ outputs: outputs(...operands), updates: [] }, precision)
}

/** With its bytes as integers, since a loop sums floats and integers alone. */
const summable = ({ outputs, updates }: Program): Program => ({
  outputs: Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [name, value.dtype === "uint8" ? cast(value, "int32") : value])
  ),
  updates
})

const programs = (precision: Precision) =>
  conformanceCases.map((one, i) => ({
    one,
    entryPoint: `case${i}`,
    program: programOf(one, precision, input),
    ofState: summable(programOf(one, precision, variable))
  }))

it("TensorFlow and tfjs know every operation, and the cases hold them all", () => {
  const names = operations.map(({ name }) => name).sort()
  const leaves = ["variable", "input"]
  expect([...leaves, ...Object.keys(lowerings)].sort()).toEqual(names)
  expect([...leaves, ...Object.keys(kernels)].sort()).toEqual(names)
  const held = programs("float32").flatMap(({ program }) => topologicalOrder(programRoots(program)))
  expect([...new Set(["variable", ...held.map(({ operation }) => operation.name)])].sort()).toEqual(names)
})

for (const engine of everyLowering) {
  for (const precision of ["float32", "bfloat16", "float16"] as const) {
    const tolerance = engine.tolerance[precision]
    if (tolerance === undefined) continue
    if (engine.missing !== undefined) {
      it.skip(`${engine.name} agrees with evaluate in ${precision}: ${engine.missing}`, () => undefined)
      continue
    }
    layer(engine.layer)(`${engine.name} agrees with evaluate in ${precision}`, (it) => {
      it.effect.each(programs(precision).map((each) => [each.one.name, each] as const))(
        "%s",
        ([, { entryPoint, ofState, one, program }]) =>
          Effect.gen(function* () {
            const session = yield* (yield* Engine).open({
              entryPoints: { [entryPoint]: { kind: "once", program }, loop: { kind: "loop", program: ofState } }
            })
            const expected = evaluate(program, {}, toBindings(one.inputs)).outputs
            const allowed = one.exact ? 0 : tolerance
            expectClose(yield* session.run(entryPoint, one.inputs), expected, allowed)
            if (Object.keys(one.inputs).length > 0) yield* session.write(one.inputs)
            expectClose(yield* session.loop("loop", 0, 1), expected, allowed)
          })
      )
    })
  }
}
