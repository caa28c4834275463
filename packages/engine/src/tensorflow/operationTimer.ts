import { attr } from "./attributes.ts"
import type { NodeSink, Reference } from "./nodeSink.ts"

/**
 * Makes what a function does run one operation after the other, and reads the clock between them.
 *
 * An operation's time holds that of starting its nodes and of the clock itself, a few microseconds.
 */
export class OperationTimer {
  private readonly stamps: Array<Reference> = []

  constructor(private readonly sink: NodeSink) {
    this.stamp([])
  }

  private stamp(after: ReadonlyArray<string>): void {
    this.stamps.push(this.sink.one("Timestamp", { after, outputs: ["ts"] }))
  }

  private get lastStamp(): string {
    return this.stamps.at(-1)!.split(":", 1)[0]!
  }

  /** Adds the nodes of an operation behind those of the one before. */
  measure<A>(write: () => A): A {
    const { sink } = this
    const first = sink.nodes.length
    const before = this.lastStamp
    sink.behind = before
    const written = write()
    sink.behind = undefined
    // Not the nodes alone: an operation may need none, or a constant that is there from the start.
    this.stamp([before, ...sink.nodes.slice(first).map(({ name }) => name)])
    return written
  }

  /** float32[operations], in the order of `measure`: seconds. */
  seconds(): Reference {
    const { sink, stamps } = this
    const float64 = { T: attr.type("float64") }
    const pack = (inputs: ReadonlyArray<Reference>) =>
      sink.one("Pack", { inputs, attributes: { ...float64, N: attr.int(inputs.length), axis: attr.int(0) } })
    // Seconds since 1970 do not fit into a float32, what lies between them does.
    const between = sink.one("Sub", {
      inputs: [pack(stamps.slice(1)), pack(stamps.slice(0, -1))],
      attributes: float64,
      outputs: ["z"]
    })
    const attributes = { SrcT: attr.type("float64"), DstT: attr.type("float32"), Truncate: attr.bool(false) }
    return sink.one("Cast", { inputs: [between], attributes, outputs: ["y"] })
  }
}
