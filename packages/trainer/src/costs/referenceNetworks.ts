import { type Architecture, densenet, mobilenetV2, resnet, resnext, vgg } from "@ebcle/zoo"

const task = { input: [32, 32, 3], classes: 10 } as const

/**
 * Networks whose training steps show what each kind of work costs: narrow and wide convolutions, groups, channel by channel, many
 * small layers, few large ones. Chosen by us; small, so that all of them take a minute.
 */
export const referenceNetworks: ReadonlyArray<Architecture> = [
  resnet({ depth: 20, ...task }),
  resnet({ depth: 8, width: 48, ...task }),
  resnext({ depth: 11, cardinality: 8, baseWidth: 8, ...task }),
  densenet({ depth: 22, growthRate: 12, ...task }),
  mobilenetV2(task),
  vgg({ depth: 11, classifier: "small", ...task })
]
