import { create, type MessageInitShape, toBinary } from "@bufbuild/protobuf"
import { EventSchema } from "../generated/tensorflow/core/util/event_pb.ts"
import { recordFile } from "./recordFile.ts"

/** A number at a moment of a training. */
export interface Scalar {
  /** TensorBoard groups by what stands before a slash: `loss/train`. */
  readonly tag: string
  /** Steps done. */
  readonly step: number
  /** Since 1970, in seconds. */
  readonly time: number
  /** Rounded to float32. */
  readonly value: number
}

/** What TensorBoard is to show of a training. */
export interface EventLog {
  /** Since 1970, in seconds. */
  readonly started: number
  /** A GraphDef, as `stepGraph` gives it. */
  readonly graph: Uint8Array
  readonly scalars: ReadonlyArray<Scalar>
}

type What = MessageInitShape<typeof EventSchema>["what"]

const event = (time: number, step: number, what: What): Uint8Array =>
  toBinary(EventSchema, create(EventSchema, { wallTime: time, step: BigInt(step), ...(what && { what }) }))

/** A training as the bytes of an event file, whose name must hold `tfevents`; a function of its arguments alone. */
export const eventFile = ({ graph, scalars, started }: EventLog): Uint8Array =>
  recordFile([
    event(started, 0, { case: "fileVersion", value: "brain.Event:2" }),
    event(started, 0, { case: "graphDef", value: graph }),
    ...scalars.map(({ step, tag, time, value }) =>
      event(time, step, {
        case: "summary",
        value: { value: [{ tag, value: { case: "simpleValue", value: Math.fround(value) } }] }
      })
    )
  ])
