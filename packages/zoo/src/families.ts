import type { Architecture, FamilyName } from "./architecture.ts"
import { densenetFamily } from "./densenetFamily.ts"
import { efficientnetFamily } from "./efficientnet.ts"
import type { Family } from "./family.ts"
import { imagenetResnetFamily } from "./imagenetResnet.ts"
import { lenetFamily } from "./lenet.ts"
import { mobilenetV1Family } from "./mobilenetV1.ts"
import { mobilenetV2Family } from "./mobilenetV2.ts"
import { resnetFamily } from "./resnet.ts"
import { resnextFamily } from "./resnext.ts"
import { shufflenetV2Family } from "./shufflenetV2.ts"
import { vggFamily } from "./vgg.ts"

/** Every family, by its name. */
const families: { readonly [Name in FamilyName]: Family } = {
  lenet: lenetFamily,
  vgg: vggFamily,
  resnet: resnetFamily,
  "imagenet-resnet": imagenetResnetFamily,
  resnext: resnextFamily,
  densenet: densenetFamily,
  "mobilenet-v1": mobilenetV1Family,
  "mobilenet-v2": mobilenetV2Family,
  "shufflenet-v2": shufflenetV2Family,
  efficientnet: efficientnetFamily
}

/** The family of an architecture. */
export const familyOf = ({ family }: Architecture): Family => families[family]

/** All families, in the order in which they are shown. */
export const listFamilies = (): ReadonlyArray<Family> => Object.values(families)
