import type { ModelChoice } from "@ebcle/core"
import type { Architecture, FamilyName } from "./architecture.ts"
import type { Family } from "./family.ts"
import type { ImageShape } from "./layer.ts"
import { resnetFamily } from "./resnet.ts"

/** Every family that a study can name. */
export const families: { readonly [Name in FamilyName]: Family } = { resnet: resnetFamily }

export const listFamilies = (): ReadonlyArray<Family> => Object.values(families)

/**
 * The baseline that a study's model names, for images of shape `input` and that many classes.
 * Throws ZooError `UnsupportedDepth` or `InputTooSmall`.
 */
export const buildModel = (choice: ModelChoice, input: ImageShape, classes: number): Architecture =>
  families[choice.family].ofDepth({ depth: choice.depth, input, classes })
