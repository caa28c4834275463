import { create } from "@bufbuild/protobuf"
import type { DType, Scope, Shape } from "@ebcle/tensor"
import type { AttrValue } from "../generated/tensorflow/core/framework/attr_value_pb.ts"
import { type NodeDef, NodeDefSchema } from "../generated/tensorflow/core/framework/node_def_pb.ts"
import { attr } from "./attributes.ts"

/** How a node names one of its inputs: `node:index` in a graph, `node:output:index` in the body of a function. */
export type Reference = string

export type Device = "cpu" | "gpu"

/** A node to be added. */
export interface NodeRequest {
  readonly inputs?: ReadonlyArray<Reference>
  /** Names of nodes that must have run before. */
  readonly after?: ReadonlyArray<string>
  readonly attributes?: Readonly<Record<string, AttrValue>>
  /** Names of the operation's output arguments, which references inside a function need. */
  readonly outputs?: ReadonlyArray<string>
  /** The whole name; otherwise one is made from the operation's. */
  readonly name?: string
}

/** Collects the NodeDefs of a graph or of a function body, and gives each a name that is not taken. */
export class NodeSink {
  readonly nodes: Array<NodeDef> = []
  private count = 0
  /** What added nodes belong to; their names begin with it, so that TensorFlow's own words name the layer. */
  scope: Scope | undefined
  /** A node after which added nodes run. */
  behind: string | undefined

  constructor(
    private readonly inside: "graph" | "function",
    private readonly prefix: string,
    /** Where the nodes will run: what is fast on one device is slow on another. */
    readonly device: Device,
    /** The folders that nodes of a scope are named in. */
    private readonly foldersOf: (scope: Scope) => ReadonlyArray<string> = ({ layer }) =>
      layer === undefined ? [] : [layer]
  ) {}

  /** Adds a node and returns its name. */
  named(op: string, request: NodeRequest): string {
    const name = request.name ?? `${this.prefix}${this.place()}${op}_${this.count++}`
    // Kernels and rewrites want to see that constants are constant.
    const behind = this.behind === undefined || op === "Const" ? [] : [this.behind]
    this.nodes.push(
      create(NodeDefSchema, {
        name,
        op,
        input: [...(request.inputs ?? []), ...[...(request.after ?? []), ...behind].map((node) => `^${node}`)],
        attr: { ...request.attributes }
      })
    )
    return name
  }

  private place(): string {
    const folders = this.scope === undefined ? [] : this.foldersOf(this.scope)
    return folders.map((folder) => `${folder.replaceAll(/[^A-Za-z0-9_.-]/g, "_")}/`).join("")
  }

  /** Adds a node and returns references to its outputs. */
  add(op: string, request: NodeRequest): ReadonlyArray<Reference> {
    const name = this.named(op, request)
    return (request.outputs ?? ["output"]).map((output, index) =>
      this.inside === "graph" ? `${name}:${index}` : `${name}:${output}:0`
    )
  }

  /** Adds a node of one output. */
  one(op: string, request: NodeRequest): Reference {
    return this.add(op, request)[0]!
  }

  /** A constant tensor. */
  constant(dtype: DType, shape: Shape, values: ReadonlyArray<number>, after: ReadonlyArray<string> = []): Reference {
    return this.one("Const", {
      after,
      attributes: { dtype: attr.type(dtype), value: attr.tensor(dtype, shape, values) }
    })
  }

  /** A number of a float type. */
  number(value: number, dtype: DType): Reference {
    const exact = this.constant("float32", [], [value])
    if (dtype === "float32") return exact
    const attributes = { SrcT: attr.type("float32"), DstT: attr.type(dtype), Truncate: attr.bool(false) }
    return this.one("Cast", { inputs: [exact], attributes, outputs: ["y"] })
  }

  /** A constant vector of int32, as shapes and axes are given. */
  ints(values: ReadonlyArray<number>): Reference {
    return this.constant("int32", [values.length], values)
  }
}
