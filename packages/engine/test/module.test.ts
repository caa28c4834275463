import { cast, input, TensorError, variable } from "@ebcle/tensor"
import { expect, it } from "vitest"
import { checkModule, type Module, stepInput } from "../src/module.ts"

const x = variable("x", [2])
const bytes = variable("bytes", [2, 3], "uint8")

const refused: ReadonlyArray<readonly [string, Module, string]> = [
  [
    "whose loop has another input",
    { entryPoints: { train: { kind: "loop", program: { outputs: { y: input("rate", []) }, updates: [] } } } },
    'module: the loop "train" takes the input "rate" of float32[]; only "step" of int32[] is given'
  ],
  [
    "whose step is not an integer",
    { entryPoints: { train: { kind: "loop", program: { outputs: { y: input(stepInput, []) }, updates: [] } } } },
    'module: the loop "train" takes the input "step" of float32[]; only "step" of int32[] is given'
  ],
  [
    "whose loop would sum bytes",
    { entryPoints: { train: { kind: "loop", program: { outputs: { bytes }, updates: [] } } } },
    'module: the output of train "bytes" is uint8[2,3]; it must be float32 or int32'
  ],
  [
    "with an output that no tensor of the process can hold",
    { entryPoints: { once: { kind: "once", program: { outputs: { y: cast(x, "bool") }, updates: [] } } } },
    'module: the output of once "y" is bool[2]; it must be float32 or int32 or uint8'
  ],
  [
    "with a variable that cannot be written",
    {
      entryPoints: {
        once: { kind: "once", program: { outputs: { y: cast(variable("b", [], "bool"), "int32") }, updates: [] } }
      }
    },
    'module: the variable "b" is bool[]; it must be float32 or int32 or uint8'
  ],
  [
    "with a variable of two types",
    {
      entryPoints: {
        one: { kind: "once", program: { outputs: { x }, updates: [] } },
        other: { kind: "once", program: { outputs: { x: variable("x", [3]) }, updates: [] } }
      }
    },
    'module: the variable "x" has two types, float32[2] and float32[3]'
  ],
  [
    "with an input of two types",
    {
      entryPoints: {
        once: { kind: "once", program: { outputs: { a: input("a", []), b: input("a", [1]) }, updates: [] } }
      }
    },
    'module: the input "a" has two types, float32[] and float32[1]'
  ]
]

it.each(refused)("refuses a module %s", (_, module, message) => {
  expect(() => checkModule(module)).toThrow(TensorError)
  expect(() => checkModule(module)).toThrow(message)
})

it("returns a module that is well formed", () => {
  const step = input(stepInput, [], "int32")
  const module: Module = {
    entryPoints: {
      train: { kind: "loop", program: { outputs: { x, step }, updates: [{ kind: "assign", variable: x, value: x }] } },
      look: { kind: "once", program: { outputs: { x, bytes }, updates: [] } }
    }
  }
  expect(checkModule(module)).toBe(module)
})
