import { create, toBinary } from "@bufbuild/protobuf"
import { type DType, type Program, type Shape, sizeOf, type TensorType, type Value } from "@ebcle/tensor"
import { type FunctionDef, FunctionDefSchema } from "../generated/tensorflow/core/framework/function_pb.ts"
import { SavedModelSchema } from "../generated/tensorflow/core/protobuf/saved_model_pb.ts"
import { type EntryPoint, type Module, moduleVariables, programInputs, stepInput } from "../module.ts"
import { runOperations } from "../operationTime.ts"
import { attr, dataType } from "./attributes.ts"
import { lowerProgram, variableHandle } from "./lowerProgram.ts"
import { NodeSink, type Reference } from "./nodeSink.ts"
import { OperationTimer } from "./operationTimer.ts"
import { programFor, type Target } from "./target.ts"

/** Names of the nodes by which a session is fed and read. */
export const nodeNames = {
  input: (entryPoint: string, name: string) => `${entryPoint}/input/${name}`,
  output: (entryPoint: string, name: string) => `${entryPoint}/output/${name}`,
  done: (entryPoint: string) => `${entryPoint}/done`,
  start: (entryPoint: string) => `${entryPoint}/start`,
  count: (entryPoint: string) => `${entryPoint}/count`,
  times: (entryPoint: string) => `${entryPoint}/times`,
  read: (variable: string) => `read/${variable}`,
  write: (variable: string) => `write/${variable}`,
  written: (variable: string) => `written/${variable}`
}

/** The version of TensorFlow's operations that graphs are written for. */
export const producer = 1882

/** The tag that the one graph of the model is saved under. */
export const servingTag = "serve"

const fetchable = (sink: NodeSink, name: string, source: Reference, dtype: DType) =>
  dtype === "uint8"
    ? // tfjs-node cannot fetch bytes.
      sink.named("Cast", {
        name,
        inputs: [source],
        attributes: { SrcT: attr.type(dtype), DstT: attr.type("int32"), Truncate: attr.bool(false) }
      })
    : sink.named("Identity", { name, inputs: [source], attributes: { T: attr.type(dtype) } })

/** A node that can be fetched where there is nothing to fetch but the fact that others have run. */
const fence = (sink: NodeSink, name: string, after: ReadonlyArray<string>) =>
  sink.named("Const", {
    name,
    after,
    attributes: { dtype: attr.type("int32"), value: attr.tensor("int32", [], [0]) }
  })

/**
 * A tensor that is fed, as one string of bytes.
 *
 * tfjs has no tensors of uint8, and a numeric tensor of tfjs-node is the caller's own memory, which a variable would go
 * on using and the thread that replaces it would hand back to a JavaScript engine it must not call.
 */
const fed = (graph: NodeSink, name: string, { dtype, shape }: TensorType): Reference => {
  const bytes = graph.one("Placeholder", { name, attributes: { dtype: attr.type("string"), shape: attr.shape([]) } })
  const flat = graph.one("DecodeRaw", {
    inputs: [bytes],
    attributes: { out_type: attr.type(dtype), little_endian: attr.bool(true) }
  })
  return graph.one("Reshape", {
    inputs: [flat, graph.ints(shape)],
    attributes: { T: attr.type(dtype), Tshape: attr.type("int32") }
  })
}

const addOnce = (graph: NodeSink, entryPoint: string, program: Program): void => {
  const inputs = Object.fromEntries(
    [...programInputs(program)].map(([name, value]) => [name, fed(graph, nodeNames.input(entryPoint, name), value)])
  )
  const { outputs, updates } = lowerProgram(program, inputs, graph)
  for (const [name, reference] of Object.entries(outputs)) {
    fetchable(graph, nodeNames.output(entryPoint, name), reference, program.outputs[name]!.dtype)
  }
  fence(graph, nodeNames.done(entryPoint), updates)
}

/** What a loop carries from step to step: the step, where to stop, and the sum of each output. */
interface Carried {
  readonly name: string
  readonly dtype: DType
  readonly shape: Shape
}

const functionDef = (
  name: string,
  carried: ReadonlyArray<Carried>,
  returns: ReadonlyArray<readonly [Carried, Reference]>,
  sink: NodeSink
): FunctionDef =>
  create(FunctionDefSchema, {
    signature: {
      name,
      inputArg: carried.map((arg) => ({ name: arg.name, type: dataType(arg.dtype) })),
      outputArg: returns.map(([arg]) => ({ name: `${arg.name}_out`, type: dataType(arg.dtype) })),
      isStateful: true
    },
    nodeDef: sink.nodes,
    ret: Object.fromEntries(returns.map(([arg, reference]) => [`${arg.name}_out`, reference]))
  })

const addLoop = (graph: NodeSink, entryPoint: string, { kind, program }: EntryPoint): ReadonlyArray<FunctionDef> => {
  const step: Carried = { name: "step", dtype: "int32", shape: [] }
  const end: Carried = { name: "end", dtype: "int32", shape: [] }
  const results = Object.entries(program.outputs).map(
    ([name, { dtype, shape }]) => [nodeNames.output(entryPoint, name), { dtype, shape }] as const
  )
  if (kind === "timed") {
    results.push([nodeNames.times(entryPoint), { dtype: "float32", shape: [runOperations(program).length] }])
  }
  const sums = results.map(([, type], i): Carried => ({ name: `sum${i}`, ...type }))
  const carried = [step, end, ...sums]

  const condition = new NodeSink("function", "", graph.device)
  const goesOn = condition.one("Less", {
    inputs: ["step", "end"],
    attributes: { T: attr.type("int32") },
    outputs: ["z"]
  })

  const body = new NodeSink("function", "", graph.device)
  const timer = kind === "timed" ? new OperationTimer(body) : undefined
  const { outputs, updates } = lowerProgram(program, { [stepInput]: "step" }, body, timer)
  const addends = [...Object.values(outputs), ...(timer === undefined ? [] : [timer.seconds()])]
  const plus = (a: Reference, b: Reference, dtype: DType) =>
    body.one("AddV2", { inputs: [a, b], attributes: { T: attr.type(dtype) }, outputs: ["z"] })
  const next = [
    plus("step", body.constant("int32", [], [1]), "int32"),
    "end",
    ...sums.map((sum, i) => plus(sum.name, addends[i]!, sum.dtype))
  ]
  // Every carried value waits for the updates, so the next step cannot read a variable that is still to change.
  const returned = carried.map((arg, i): readonly [Carried, Reference] => [
    arg,
    body.one("Identity", { inputs: [next[i]!], after: updates, attributes: { T: attr.type(arg.dtype) } })
  ])

  const start = fed(graph, nodeNames.start(entryPoint), { dtype: "int32", shape: [] })
  const count = fed(graph, nodeNames.count(entryPoint), { dtype: "int32", shape: [] })
  const stop = graph.one("AddV2", { inputs: [start, count], attributes: { T: attr.type("int32") } })
  const zeros = sums.map(({ dtype, shape }) => graph.constant(dtype, shape, new Array<number>(sizeOf(shape)).fill(0)))
  const [conditionName, bodyName] = [`${entryPoint}_condition`, `${entryPoint}_body`]
  const final = graph.add("While", {
    inputs: [start, stop, ...zeros],
    attributes: {
      T: attr.types(carried.map(({ dtype }) => dtype)),
      cond: attr.function(conditionName),
      body: attr.function(bodyName),
      output_shapes: attr.shapes(carried.map(({ shape }) => shape)),
      parallel_iterations: attr.int(1),
      // Without it TensorFlow 2.21 fails on the outputs of batch norm: "Missing 0-th output".
      _lower_using_switch_merge: attr.bool(true)
    },
    outputs: carried.map(({ name }) => name)
  })
  sums.forEach((sum, i) => {
    fetchable(graph, results[i]![0], final[i + 2]!, sum.dtype)
  })
  fence(graph, nodeNames.done(entryPoint), [final[0]!.split(":", 1)[0]!])
  return [
    functionDef(conditionName, carried, [[{ ...step, name: "goesOn", dtype: "bool" }, goesOn]], condition),
    functionDef(bodyName, carried, returned, body)
  ]
}

const addVariable = (graph: NodeSink, name: string, variable: Value): void => {
  const { dtype } = variable
  const handle = variableHandle(variable, graph)
  const value = graph.one("ReadVariableOp", { inputs: [handle], attributes: { dtype: attr.type(dtype) } })
  fetchable(graph, nodeNames.read(name), value, dtype)
  const assign = graph.named("AssignVariableOp", {
    inputs: [handle, fed(graph, nodeNames.write(name), variable)],
    attributes: { dtype: attr.type(dtype), validate_shape: attr.bool(false) }
  })
  fence(graph, nodeNames.written(name), [assign])
}

/**
 * A module as the bytes of `saved_model.pb`: one graph with a read and a write of every variable and one part for each
 * entry point, a loop as a `While` whose body is the program.
 */
export const savedModel = (module: Module, target: Target): Uint8Array => {
  const graph = new NodeSink("graph", "n/", target.device)
  const functions: Array<FunctionDef> = []
  for (const [name, variable] of moduleVariables(module)) addVariable(graph, name, variable)
  for (const [name, { kind, program: plain }] of Object.entries(module.entryPoints)) {
    const program = programFor(plain, target)
    if (kind === "once") addOnce(graph, name, program)
    else functions.push(...addLoop(graph, name, { kind, program }))
  }
  return toBinary(
    SavedModelSchema,
    create(SavedModelSchema, {
      savedModelSchemaVersion: 1n,
      metaGraphs: [
        {
          metaInfoDef: { tags: [servingTag] },
          graphDef: { node: graph.nodes, versions: { producer }, library: { function: functions } }
        }
      ]
    })
  )
}
