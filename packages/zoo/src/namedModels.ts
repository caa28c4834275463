import type { Architecture } from "./architecture.ts"
import { densenet } from "./densenet.ts"
import { densenet121, densenetBc } from "./densenetBc.ts"
import { efficientnet } from "./efficientnet.ts"
import { imagenetResnet } from "./imagenetResnet.ts"
import type { ImageShape } from "./layer.ts"
import { lenet } from "./lenet.ts"
import { mobilenetV1 } from "./mobilenetV1.ts"
import { mobilenetV2 } from "./mobilenetV2.ts"
import { resnet } from "./resnet.ts"
import { resnext } from "./resnext.ts"
import { shufflenetV2 } from "./shufflenetV2.ts"
import { vgg } from "./vgg.ts"
import { ZooError } from "./zooError.ts"

interface Task {
  readonly input: ImageShape
  readonly classes: number
}

/** Networks that are called alike: a form of names, and the network of such a name. */
export interface NamedModels {
  /** Such names as a reader would write them. */
  readonly names: string
  readonly source: string
  readonly pattern: RegExp
  /** Given the numbers in the name, in order. Throws ZooError. */
  readonly build: (numbers: ReadonlyArray<number>, task: Task) => Architecture
}

/** Every form of name, the special ones before the general. */
export const namedModels: ReadonlyArray<NamedModels> = [
  {
    names: "resnet18, resnet34, resnet50, resnet101, resnet152",
    source: "He et al. (2016), table 1",
    pattern: /^resnet(18|34|50|101|152)$/,
    build: ([depth], task) => imagenetResnet({ depth: depth!, ...task })
  },
  {
    names: "resnet18-cifar, resnet34-cifar, resnet50-cifar, resnet101-cifar, resnet152-cifar",
    source: "He et al. (2016), table 1, with a 3×3 convolution as the stem",
    pattern: /^resnet(\d+)-cifar$/,
    build: ([depth], task) => imagenetResnet({ depth: depth!, stem: "small", ...task })
  },
  {
    names: "resnet20-b, resnet32-b, resnet44-b, resnet56-b, resnet110-b, ... (6n + 2)",
    source: "He et al. (2016), section 4.2, option B",
    pattern: /^resnet(\d+)-b$/,
    build: ([depth], task) => resnet({ depth: depth!, kind: "option-b", ...task })
  },
  {
    names: "resnet20-preact, resnet110-preact, ... (6n + 2)",
    source: "He et al. (2016b), figure 4e",
    pattern: /^resnet(\d+)-preact$/,
    build: ([depth], task) => resnet({ depth: depth!, kind: "pre-activation", ...task })
  },
  {
    names: "resnet20, resnet32, resnet44, resnet56, resnet110, ... (6n + 2)",
    source: "He et al. (2016), section 4.2, option A",
    pattern: /^resnet(\d+)$/,
    build: ([depth], task) => resnet({ depth: depth!, ...task })
  },
  {
    names: "resnext50-32x4d, resnext101-32x4d, ...",
    source: "Xie et al. (2017), table 1",
    pattern: /^resnext(50|101|152)-(\d+)x(\d+)d$/,
    build: ([depth, cardinality, width], task) =>
      imagenetResnet({ depth: depth!, groups: [cardinality!, width!], ...task })
  },
  {
    names: "resnext29-8x64d, resnext29-16x64d, resnext56-8x16d, ... (9n + 2)",
    source: "Xie et al. (2017), section 5.2",
    pattern: /^resnext(\d+)-(\d+)x(\d+)d$/,
    build: ([depth, cardinality, baseWidth], task) =>
      resnext({ depth: depth!, cardinality: cardinality!, baseWidth: baseWidth!, ...task })
  },
  {
    names: "densenet40-k12, ... (3n + 4)",
    source: "Huang et al. (2017), table 2",
    pattern: /^densenet(\d+)-k(\d+)$/,
    build: ([depth, growthRate], task) => densenet({ depth: depth!, growthRate: growthRate!, ...task })
  },
  {
    names: "densenet-bc100-k12, densenet-bc190-k40, ... (6n + 4)",
    source: "Huang et al. (2017), table 2",
    pattern: /^densenet-bc(\d+)-k(\d+)$/,
    build: ([depth, growthRate], task) => densenetBc({ depth: depth!, growthRate: growthRate!, ...task })
  },
  {
    names: "densenet121",
    source: "Huang et al. (2017), table 1",
    pattern: /^densenet121$/,
    build: (_, task) => densenet121(task)
  },
  {
    names: "efficientnet-b0, efficientnet-b1, efficientnet-b2, efficientnet-b3",
    source: "Tan and Le (2019)",
    pattern: /^efficientnet-b(\d+)$/,
    build: ([variant], task) => efficientnet({ variant: variant!, ...task })
  },
  {
    names: "mobilenet-v1",
    source: "Howard et al. (2017), table 1",
    pattern: /^mobilenet-v1$/,
    build: (_, task) => mobilenetV1(task)
  },
  {
    names: "mobilenet-v2",
    source: "Sandler et al. (2018), table 2",
    pattern: /^mobilenet-v2$/,
    build: (_, task) => mobilenetV2(task)
  },
  {
    names: "shufflenet-v2-x0.5, shufflenet-v2-x1.0, shufflenet-v2-x1.5, shufflenet-v2-x2.0",
    source: "Ma et al. (2018), table 5",
    pattern: /^shufflenet-v2-x(\d+(?:\.\d+)?)$/,
    build: ([multiplier], task) => shufflenetV2({ multiplier: multiplier!, ...task })
  },
  {
    names: "vgg11, vgg13, vgg16, vgg19",
    source: "Simonyan and Zisserman (2015), table 1, with batch norm",
    pattern: /^vgg(\d+)$/,
    build: ([depth], task) => vgg({ depth: depth!, classifier: "imagenet", ...task })
  },
  {
    names: "vgg11-cifar, vgg13-cifar, vgg16-cifar, vgg19-cifar",
    source: "Simonyan and Zisserman (2015), table 1, with batch norm and one dense layer",
    pattern: /^vgg(\d+)-cifar$/,
    build: ([depth], task) => vgg({ depth: depth!, classifier: "small", ...task })
  },
  {
    names: "lenet5",
    source: "after LeCun et al. (1998), figure 2",
    pattern: /^lenet5$/,
    build: (_, task) => lenet(task)
  }
]

/**
 * The network of a name, such as `resnet20` or `densenet-bc100-k12`, for images of shape `input` and that many classes.
 * Throws ZooError `UnknownModel`, `UnsupportedDepth` or `InputTooSmall`.
 */
export const modelNamed = (name: string, input: ImageShape, classes: number): Architecture => {
  for (const { build, pattern } of namedModels) {
    const found = pattern.exec(name)
    if (found !== null) return build(found.slice(1).map(Number), { input, classes })
  }
  const names = namedModels.map(({ names }) => names.split(",")[0]!.replace(/ .*/, "")).join(", ")
  throw new ZooError("UnknownModel", `no network is called "${name}": names are of the kind ${names}`)
}
