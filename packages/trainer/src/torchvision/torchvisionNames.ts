import type { FamilyName } from "@ebcle/zoo"
import type { Parameter, ParameterRole } from "../buildNetwork.ts"

/** A layer of a block: where it stands, counted from 0, and its name within the block. */
interface Place {
  readonly stage: number
  readonly block: number
  /** The block's place in the whole network. */
  readonly running: number
  /** The place of the layer's part (`expand`, `depthwise`, `project`) among those of the block. */
  readonly part: number
  readonly name: string
}

/** How a family is called in torchvision's state dicts. */
interface Naming {
  readonly block: (place: Place) => string
  /** Layers outside the blocks by their names, given the numbers of stages and blocks. */
  readonly rest: (stages: number, blocks: number) => Readonly<Record<string, string>>
}

/** Whatever is a batch norm or a convolution in a sequence of both. */
const convolutionOrNorm = (name: string): number => (name.endsWith("norm") ? 1 : 0)

const residual: Naming = {
  block: ({ block, name, stage }) => {
    const inner = name
      .replace(/^norm/, "bn")
      .replace(/^shortcut\.(.*)$/, (_, part: string) => `downsample.${convolutionOrNorm(part)}`)
    return `layer${stage + 1}.${block}.${inner}`
  },
  rest: () => ({ "stem.conv": "conv1", "stem.norm": "bn1", classifier: "fc" })
}

const dense: Naming = {
  block: ({ block, name, stage }) => `features.denseblock${stage + 1}.denselayer${block + 1}.${name}`,
  rest: (stages) => ({
    "stem.conv": "features.conv0",
    "stem.norm": "features.norm0",
    ...Object.fromEntries(
      Array.from({ length: stages }, (_, stage) => `transition${stage + 1}`).flatMap((transition, stage) =>
        ["norm", "conv"].map((part) => [`stage${stage + 1}.transition.${part}`, `features.${transition}.${part}`])
      )
    ),
    "head.norm": "features.norm5",
    classifier: "classifier"
  })
}

/** Stem and head of the mobile networks: the first and the last of a sequence. */
const ends = (last: number) => ({
  "stem.conv": "features.0.0",
  "stem.norm": "features.0.1",
  "head.conv": `features.${last}.0`,
  "head.norm": `features.${last}.1`,
  classifier: "classifier.1"
})

const efficient: Naming = {
  block: ({ block, name, part, stage }) => {
    const excitation = { "excitation.reduce": "fc1", "excitation.expand": "fc2" }[name]
    return `features.${stage + 1}.${block}.block.${part}.${excitation ?? convolutionOrNorm(name)}`
  },
  rest: (stages) => ends(stages + 1)
}

const mobile: Naming = {
  block: ({ name, part, running }) => {
    const inner = name.startsWith("project.") ? part + convolutionOrNorm(name) : `${part}.${convolutionOrNorm(name)}`
    return `features.${running + 1}.conv.${inner}`
  },
  rest: (_, blocks) => ends(blocks + 1)
}

/** A convolution, its norm and its activation are three modules of the sequence, a maximum is one. */
const plain: Naming = {
  block: ({ name, running, stage }) => `features.${3 * running + stage + convolutionOrNorm(name)}`,
  rest: () => ({ hidden1: "classifier.0", hidden2: "classifier.3", classifier: "classifier.6" })
}

/** Where the layers of a unit stand in their sequence: activations are modules too. */
const unitPlaces: Readonly<Record<string, string>> = {
  "shortcut.depthwise.conv": "branch1.0",
  "shortcut.depthwise.norm": "branch1.1",
  "shortcut.project.conv": "branch1.2",
  "shortcut.project.norm": "branch1.3",
  "expand.conv": "branch2.0",
  "expand.norm": "branch2.1",
  "depthwise.conv": "branch2.3",
  "depthwise.norm": "branch2.4",
  "project.conv": "branch2.5",
  "project.norm": "branch2.6"
}

const shuffled: Naming = {
  block: ({ block, name, stage }) => `stage${stage + 2}.${block}.${unitPlaces[name]}`,
  rest: () => ({
    "stem.conv": "conv1.0",
    "stem.norm": "conv1.1",
    "head.conv": "conv5.0",
    "head.norm": "conv5.1",
    classifier: "fc"
  })
}

const namings: Partial<Readonly<Record<FamilyName, Naming>>> = {
  "imagenet-resnet": residual,
  densenet: dense,
  efficientnet: efficient,
  "mobilenet-v2": mobile,
  "shufflenet-v2": shuffled,
  vgg: plain
}

const tensorNames: Readonly<Record<ParameterRole, string>> = {
  kernel: "weight",
  bias: "bias",
  scale: "weight",
  offset: "bias",
  movingMean: "running_mean",
  movingVariance: "running_var"
}

/** Families whose names in torchvision are known. */
export const torchvisionFamilies = Object.keys(namings)

/**
 * What torchvision calls the parameters of a network of that family, by their names here; nothing for a parameter that it
 * has no name for, and undefined for a family that it does not have.
 *
 * Source: the modules of torchvision.models (resnet.py, densenet.py, efficientnet.py, mobilenetv2.py, shufflenetv2.py, vgg.py).
 */
export const torchvisionNames = (
  family: FamilyName,
  parameters: ReadonlyArray<Parameter>
): ReadonlyMap<string, string> | undefined => {
  const naming = namings[family]
  if (naming === undefined) return undefined
  const layers = [...new Set(parameters.map(({ name }) => layerOf(name)))]
  const inBlocks = layers.flatMap((layer) => {
    const [, block, stage, index, name] = /^(stage(\d+)\.block(\d+))\.(.+)$/.exec(layer) ?? []
    return name === undefined ? [] : [{ layer, block: block!, stage: Number(stage), index: Number(index), name }]
  })
  const blocks = [...new Set(inBlocks.map(({ block }) => block))]
  const stages = Math.max(...inBlocks.map(({ stage }) => stage))
  const partOf = (name: string) => name.split(".")[0]!
  const modules = new Map(Object.entries(naming.rest(stages, blocks.length)))
  for (const { block, index, layer, name, stage } of inBlocks) {
    const parts = [...new Set(inBlocks.filter((other) => other.block === block).map(({ name }) => partOf(name)))]
    const place = {
      stage: stage - 1,
      block: index - 1,
      running: blocks.indexOf(block),
      part: parts.indexOf(partOf(name))
    }
    modules.set(layer, naming.block({ ...place, name }))
  }
  return new Map(
    parameters.flatMap(({ name, role }) => {
      const module = modules.get(layerOf(name))
      return module === undefined ? [] : [[name, `${module}.${tensorNames[role]}`]]
    })
  )
}

const layerOf = (parameter: string): string => parameter.slice(0, parameter.lastIndexOf("."))
