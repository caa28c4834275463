import type { ModelChoice } from "@ebcle/core"
import type { Architecture, FamilyName } from "./architecture.ts"
import type { Family } from "./family.ts"
import type { ImageShape } from "./layer.ts"
import { resnetFamily } from "./resnet.ts"
import { ZooError } from "./zooError.ts"

/** Every family that a study can name. */
export const families: { readonly [Name in ModelChoice["family"]]: Family } = { resnet: resnetFamily }

/** The family of an architecture. Throws ZooError `NotRestrictable` for one that has no knobs. */
export const familyOf = ({ family }: Architecture): Family => {
  const found = (families as Readonly<Partial<Record<FamilyName, Family>>>)[family]
  if (found === undefined) {
    const known = Object.keys(families).join(", ")
    throw new ZooError(
      "NotRestrictable",
      `the family ${family} has no knobs of depth and width: choose a network of the family ${known}`
    )
  }
  return found
}

export const listFamilies = (): ReadonlyArray<Family> => Object.values(families)

/**
 * The baseline that a study's model names, for images of shape `input` and that many classes.
 * Throws ZooError `UnsupportedDepth` or `InputTooSmall`.
 */
export const buildModel = (choice: ModelChoice, input: ImageShape, classes: number): Architecture =>
  families[choice.family].ofDepth({ depth: choice.depth, input, classes })
