import type { Architecture, FamilyName } from "./architecture.ts"
import { densenetFamily } from "./densenetFamily.ts"
import { efficientnetFamily } from "./efficientnet.ts"
import type { Family } from "./family.ts"
import { imagenetResnetFamily } from "./imagenetResnet.ts"
import { mobilenetV2Family } from "./mobilenetV2.ts"
import { resnetFamily } from "./resnet.ts"
import { resnextFamily } from "./resnext.ts"

/** Every family, by its name. */
const families: { readonly [Name in FamilyName]: Family } = {
  resnet: resnetFamily,
  "imagenet-resnet": imagenetResnetFamily,
  resnext: resnextFamily,
  densenet: densenetFamily,
  efficientnet: efficientnetFamily,
  "mobilenet-v2": mobilenetV2Family
}

export const familyOf = ({ family }: Architecture): Family => families[family]

export const listFamilies = (): ReadonlyArray<Family> => Object.values(families)
