import { fromBinary } from "@bufbuild/protobuf"
import { gradients, inLayer, multiply, type Program, reduceSum, variable } from "@ebcle/tensor"
import { describe, expect, it } from "vitest"
import { GraphDefSchema } from "../src/generated/tensorflow/core/framework/graph_pb.ts"
import { crc32c } from "../src/tensorboard/crc32c.ts"
import { eventFile } from "../src/tensorboard/eventFile.ts"
import { stepGraph } from "../src/tensorboard/stepGraph.ts"
import golden from "./golden/events.json" with { type: "json" }

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, "base64"))
const count = (from: number, step: number) => Uint8Array.from({ length: 32 }, (_, i) => from + step * i)

describe("crc32c", () => {
  it.each([
    ["32 bytes of zeros", count(0, 0), 0x8a9136aa],
    ["32 bytes of ones", count(255, 0), 0x62a8ab43],
    ["32 bytes that go up", count(0, 1), 0x46dd794e],
    ["32 bytes that go down", count(31, -1), 0x113fdb5c],
    ["the check string", new TextEncoder().encode("123456789"), 0xe3069283],
    ["nothing", new Uint8Array(), 0]
  ])("of %s is that of RFC 3720 and Castagnoli's catalogue entry", (_, given, check) => {
    expect(crc32c(given)).toBe(check)
  })
})

describe("eventFile", () => {
  it("is to the last byte what TensorBoard's writer makes", () => {
    const file = eventFile({
      started: 1_700_000_000.5,
      graph: bytes(golden.graph),
      scalars: [
        { tag: "loss/train", step: 1, time: 1_700_000_001.25, value: 2.3 },
        { tag: "loss/train", step: 300, time: 1_700_000_002, value: -0.5 }
      ]
    })
    expect(Buffer.from(file).toString("base64")).toBe(golden.file)
  })
})

describe("stepGraph", () => {
  const w = inLayer("stage1.block1.conv", () => variable("w", [2]))
  const loss = inLayer("loss", () => reduceSum(multiply(w, w), [0]))
  const [value] = gradients(loss, [w])
  const program: Program = { outputs: { loss }, updates: [{ kind: "assign", variable: w, value: value! }] }
  const { node } = fromBinary(GraphDefSchema, stepGraph(program))

  it("names nodes by phase and by the parts of their layer", () => {
    const folders = node.map(({ name, op }) => `${op} ${name.split("/").slice(0, -1).join("/")}`)
    expect(folders).toEqual(
      expect.arrayContaining([
        "ReadVariableOp stage1/block1/conv",
        "Mul loss",
        "Sum loss",
        "Mul backward/loss",
        "AssignVariableOp optimizer/stage1/block1/conv"
      ])
    )
  })

  it("has every node that is read, and no two of a name", () => {
    const names = new Set(node.map(({ name }) => name))
    expect(names.size).toBe(node.length)
    const read = node.flatMap(({ input }) => input.map((reference) => reference.replace(/^\^|:\d+$/g, "")))
    expect(read.filter((name) => !names.has(name))).toEqual([])
  })
})
