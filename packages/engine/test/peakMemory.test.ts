import {
  add,
  concat,
  conv2d,
  matMul,
  multiply,
  type Program,
  relu,
  reshape,
  scalar,
  type Value,
  variable
} from "@ebcle/tensor"
import { describe, expect, it } from "vitest"
import { peakMemory } from "../src/memory/peakMemory.ts"

const side = 16
const tensor = 4 * side * side
const w = variable("w", [side, side])
const v = variable("v", [side, side])

const programOf = (...outputs: ReadonlyArray<Value>): Program => ({
  outputs: Object.fromEntries(outputs.map((value, i) => [`y${i}`, value])),
  updates: []
})

describe("peakMemory, in tensors of one size,", () => {
  const product = matMul(w, v)
  const other = matMul(v, w)
  it.each<readonly [string, Program, number]>([
    ["of a variable alone is nothing", programOf(w), 0],
    ["of a product is the product", programOf(product), 1],
    ["of a chain is what an operation reads and writes", programOf(matMul(matMul(matMul(w, w), w), w)), 2],
    ["counts what the program gives until its end", programOf(product, other), 2],
    ["writes over an operand that nobody reads any more", programOf(relu(product)), 1],
    ["but not over one that is read again", programOf(relu(product), product), 2],
    ["nor over a variable", programOf(relu(w)), 1],
    ["takes a view for the same memory", programOf(relu(reshape(product, [side * side]))), 1],
    ["keeps what is read late", programOf(add(matMul(matMul(product, w), w), product)), 3],
    ["lets go of what is read only once", programOf(add(matMul(product, w), scalar(1))), 2],
    ["counts both sides of a concatenation and the whole", programOf(concat([product, other], 0)), 4]
  ])("%s", (_, program, tensors) => {
    expect(peakMemory(program)).toBe(tensors * tensor)
  })

  it("counts what an update reads, and types by their size", () => {
    const x = variable("x", [1, 4, 4, 1], "uint8")
    const kernel = variable("kernel", [1, 1, 1, 1])
    const y = conv2d(variable("image", [1, 4, 4, 1]), kernel, { strides: [1, 1], padding: [[0, 0], [0, 0]] }) // biome-ignore format: pairs belong together
    const program: Program = {
      outputs: { x },
      updates: [{ kind: "assign", variable: variable("to", y.shape), value: multiply(y, y) }]
    }
    expect(peakMemory(program)).toBe(4 * 16 + 4 * 16)
  })
})
