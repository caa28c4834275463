import type { ModelChoice } from "@ebcle/core"
import type { Architecture, FamilyName } from "./architecture.ts"
import type { Family } from "./family.ts"
import type { ImageShape } from "./layer.ts"
import { resnetFamily } from "./resnet.ts"

/** Every family that a study can name. */
export const families: { readonly [Name in ModelChoice["family"]]: Family } = { resnet: resnetFamily }

/** The family of an architecture. Throws RangeError for one whose knobs are not there yet. */
export const familyOf = ({ family, name }: Architecture): Family => {
  const found = (families as Readonly<Partial<Record<FamilyName, Family>>>)[family]
  if (found === undefined) throw new RangeError(`${name}: the family ${family} has no knobs of depth and width`)
  return found
}

export const listFamilies = (): ReadonlyArray<Family> => Object.values(families)

/**
 * The baseline that a study's model names, for images of shape `input` and that many classes.
 * Throws ZooError `UnsupportedDepth` or `InputTooSmall`.
 */
export const buildModel = (choice: ModelChoice, input: ImageShape, classes: number): Architecture =>
  families[choice.family].ofDepth({ depth: choice.depth, input, classes })
