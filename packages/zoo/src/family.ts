import type { Architecture, FamilyName, Form } from "./architecture.ts"
import type { ImageShape } from "./layer.ts"

/** A family's two knobs, depth and width, and what the dataset asks for. */
export interface Plan {
  /** Depth knob: blocks of each stage, at least one each. */
  readonly blocks: ReadonlyArray<number>
  /** Width knob: a whole number; more never means fewer parameters or multiply-adds. */
  readonly width: number
  readonly input: ImageShape
  readonly classes: number
}

/** A family of architectures: what its knobs are, and how any of its members is built. */
export interface Family {
  readonly name: FamilyName
  readonly about: string
  readonly depthKnob: string
  readonly widthKnob: string
  readonly source: string
  /** A member of the form of another one, with its own knobs. Throws ZooError `InputTooSmall`. */
  readonly build: (plan: Plan, form: Form) => Architecture
}
