import type { ModelChoice } from "@ebcle/core"
import type { Architecture } from "./architecture.ts"
import type { ImageShape } from "./layer.ts"

/** A family's two knobs, depth and width, and what the dataset asks for. */
export interface Plan {
  /** Depth knob: blocks of each stage, at least one each. */
  readonly blocks: ReadonlyArray<number>
  /** Width knob: a whole number; more means more parameters and more multiply-adds. */
  readonly width: number
  readonly input: ImageShape
  readonly classes: number
}

/** A family of architectures: how its members are named by depth, and how any of them is built. */
export interface Family {
  readonly name: ModelChoice["family"]
  readonly about: string
  /** The depths that `ofDepth` accepts. */
  readonly depths: string
  readonly depthKnob: string
  readonly widthKnob: string
  readonly source: string
  /** The published member of that depth, at its published width. Throws ZooError. */
  readonly ofDepth: (options: {
    readonly depth: number
    readonly input: ImageShape
    readonly classes: number
  }) => Architecture
  /** Any member, also those between the published depths. Throws ZooError `InputTooSmall`. */
  readonly build: (plan: Plan) => Architecture
}
