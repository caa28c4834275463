import type { ArchitectureSummary, BlockProbe, EpochRecord, RunRecord, Study } from "@ebcle/core"
// The comparison is the pipeline's own, so that the pages of the tests say what real ones say.
import { compare } from "../../pipeline/src/compare.ts"
import type { ReportInput } from "../src/reportInput.ts"

/** Uniform numbers from 0 to 1 that a seed fixes (mulberry32). */
const uniform = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Standard normal by Box and Muller. */
const normal = (next: () => number) => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())

/** One arm to be made up: where its accuracy and its time lie, and after which block its blocks do little. */
export interface MadeUpArm {
  readonly model: string
  readonly variant: string
  readonly accuracy: number
  readonly seconds: number
  readonly architecture: ArchitectureSummary
  /** Of studies that probe: null for an arm whose blocks all work. */
  readonly onset?: number | null
}

const recipe: Study["recipe"] = {
  epochs: 3,
  batchSize: 128,
  optimizer: { algorithm: "sgd", momentum: 0.9, nesterov: true },
  learningRate: { schedule: "cosine", peak: 0.1, warmupEpochs: 1 },
  weightDecay: 0.0005,
  labelSmoothing: 0,
  precision: "float32"
}

const blocksOf = (arm: MadeUpArm, epoch: number, next: () => number): ReadonlyArray<BlockProbe> =>
  Array.from({ length: arm.architecture.blocks }, (_, block) => {
    const idle = arm.onset != null && block >= arm.onset
    const ratio = (idle ? 0.06 : 0.7) * (1 + 0.2 * normal(next)) * 0.8 ** (epoch - 1)
    return {
      block: `stage${1 + Math.floor((3 * block) / arm.architecture.blocks)}.block${block + 1}`,
      ratio: Math.abs(ratio),
      cka: idle ? 0.99 : 0.8,
      debiasedCka: idle ? 0.985 : 0.75
    }
  })

const epochsOf = (arm: MadeUpArm, accuracy: number, seconds: number, next: () => number): ReadonlyArray<EpochRecord> =>
  [0.032, 0.009, 0].map((gap, index) => {
    const reached = accuracy - gap * (1 + 0.25 * normal(next))
    return {
      epoch: index + 1,
      loss: 0.42 / (index + 1) ** 1.6 + 0.004 * normal(next),
      accuracy: Math.min(1, reached - 0.002 + 0.001 * normal(next)),
      testLoss: 3.1 * (1 - reached) + 0.002 * normal(next),
      testAccuracy: reached,
      trainSeconds: seconds / 3,
      evaluateSeconds: 4.1,
      imagesPerSecond: 36000 / seconds,
      ...(arm.onset !== undefined && { blocks: blocksOf(arm, index + 1, next) })
    }
  })

const runOf = (name: string, study: Study, arm: MadeUpArm, seed: number, next: () => number): RunRecord => {
  const train = arm.seconds * (1 + 0.018 * normal(next))
  const epochs = epochsOf(arm, arm.accuracy + 0.0011 * normal(next), train, next)
  const last = epochs.at(-1)!
  const { blocks } = arm.architecture
  return {
    cell: { study: name, model: arm.model, variant: arm.variant, seed },
    architecture: arm.architecture,
    recipe: study.recipe,
    trainImages: 12000,
    testImages: 10000,
    stepsPerEpoch: 94,
    epochs,
    testAccuracy: last.testAccuracy,
    testLoss: last.testLoss,
    timing: { build: 0.8, firstCall: 1.9, train, evaluate: 12.3, total: train + 15 },
    ...(arm.onset !== undefined && {
      identity: {
        blocks,
        images: 256,
        onset: arm.onset,
        interval: arm.onset === null ? null : { level: 0.95, lower: Math.max(0, arm.onset - 1), upper: arm.onset },
        without: arm.onset === null ? 1 : 0.02
      }
    }),
    engine: {
      engine: "tensorflow",
      tensorflow: "2.9.1",
      device: "2 × x86-64 core",
      intraOpThreads: 2,
      interOpThreads: 1,
      oneDnn: true,
      node: "v20.19.0",
      platform: "linux-x64"
    },
    weights: "weights.safetensors"
  }
}

const digest = (name: string) =>
  Array.from({ length: 64 }, (_, index) =>
    ((name.charCodeAt(index % name.length) * (index + 3)) % 16).toString(16)
  ).join("")

const estimateOf = (study: Study): ReportInput["estimate"] => ({
  dataset: "mnist",
  rule: study.depth,
  bound: 2,
  unit: "blocks",
  derivation: "bound = ⌈Q / δ⌉ = ⌈1.487 / 1⌉ = 2, with Q the 0.95 quantile of the entropy per image in nats.",
  interval: { level: 0.95, lower: 2, upper: 2, replicates: 2000, seed: 1 },
  shareBelow: 0.3127,
  others: []
})

const profileOf = (): ReportInput["profile"] => {
  const edges = Array.from({ length: 65 }, (_, bin) => (bin * Math.log(256)) / 64)
  const middles = edges.slice(0, -1).map((edge, bin) => (edge + edges[bin + 1]!) / 2)
  const counts = middles.map((middle) =>
    middle > 2 ? 0 : Math.round(7800 * Math.exp(-0.5 * ((middle - 1.12) / 0.266) ** 2))
  )
  return {
    dataset: "mnist",
    split: "train",
    shape: [28, 28, 1],
    measure: "shannon",
    unit: "nats",
    count: 60000,
    mean: 1.1108,
    sd: 0.266,
    meanInterval: { level: 0.95, lower: 1.1087, upper: 1.1129, replicates: 1000, seed: 1 },
    minimum: 0.118,
    maximum: 1.966,
    quantiles: { q05: 0.607, q25: 0.94, q50: 1.147, q75: 1.3, q95: 1.487 },
    histogram: { edges, counts },
    perClass: [],
    perChannel: [],
    file: "entropy.arrow"
  }
}

/** A whole report's input from made-up arms, the same every time. */
export const inputOf = (name: string, study: Study, arms: ReadonlyArray<MadeUpArm>): ReportInput => {
  const next = uniform(20)
  const runs = arms.flatMap((arm) => study.seeds.map((seed) => runOf(name, study, arm, seed, next)))
  const names = ["profile", "estimate", "comparison", ...runs.map(({ cell }) => `run:${cell.variant}-${cell.seed}`)]
  const { comparison: plan, models, seeds, title, variants } = study
  return {
    study,
    studyFile: `configs/${name}.study.json`,
    command: `npx ebcle run configs/${name}.study.json`,
    estimate: estimateOf(study),
    profile: profileOf(),
    comparison: compare({ name, study: title, planned: { models, variants, seeds }, plan }, runs),
    runs,
    provenance: { digests: Object.fromEntries(names.map((input) => [input, digest(input)])) }
  }
}

export const studyOf = (seeds: ReadonlyArray<number>): Study => ({
  title: "MNIST: ResNet-20 cut to its entropy bound",
  about: {
    shows: "Whether a ResNet cut to the depth that MNIST's entropy allows keeps its accuracy in less time.",
    takes: "about 25 minutes on two cores.",
    expect: "Accuracy within half a point, training time well below the baseline's."
  },
  dataset: { name: "mnist", trainImages: 12000 },
  measure: "shannon",
  depth: { rule: "additive", delta: 1, quantile: 0.95 },
  models: { "resnet-20": "resnet20" },
  variants: {
    baseline: { transform: "baseline" },
    restricted: { transform: "restricted", budget: "none" },
    "restricted-wide": { transform: "restricted", budget: { macs: 1 } }
  },
  recipe,
  seeds,
  comparison: { control: "baseline", margin: 0.005, alpha: 0.05 }
})

const cut = "9 blocks cut to 3: one in each of the 3 stages, the fewest that the family allows."

/** One model in three arms, six seeds (or as many as are given), three epochs. */
export const reportFixture = (seeds: ReadonlyArray<number> = [1, 2, 3, 4, 5, 6]): ReportInput =>
  inputOf("mnist-resnet", studyOf(seeds), [
    {
      model: "resnet-20",
      variant: "baseline",
      accuracy: 0.9882,
      seconds: 214,
      architecture: {
        name: "ResNet-20",
        family: "resnet",
        depth: 20,
        blocks: 9,
        width: 16,
        parameters: 272186,
        macs: 31006848,
        trace: []
      }
    },
    {
      model: "resnet-20",
      variant: "restricted",
      accuracy: 0.9836,
      seconds: 71,
      architecture: {
        name: "ResNet-8",
        family: "resnet",
        depth: 8,
        blocks: 3,
        width: 16,
        parameters: 77754,
        macs: 9437184,
        trace: [cut]
      }
    },
    {
      model: "resnet-20",
      variant: "restricted-wide",
      accuracy: 0.9891,
      seconds: 148,
      architecture: {
        name: "ResNet-8 width 29",
        family: "resnet",
        depth: 8,
        blocks: 3,
        width: 29,
        parameters: 253682,
        macs: 30511104,
        trace: [cut, "Width 16 grown to 29: 0.98 of the baseline's multiply-adds."]
      }
    }
  ])

/** A sweep over five depths of one family, probed, with the bounds of three rules. */
export const sweepFixture = (): ReportInput => {
  const depths = [8, 14, 20, 26, 32]
  const models = Object.fromEntries(depths.map((depth) => [`resnet${depth}`, `resnet${depth}`]))
  const study: Study = {
    ...studyOf([1, 2, 3]),
    title: "Depth of a ResNet on MNIST",
    models,
    variants: { baseline: { transform: "baseline" } },
    probe: { images: 256 }
  }
  const input = inputOf(
    "mnist-depth",
    study,
    depths.map((depth) => {
      const blocks = (depth - 2) / 2
      return {
        model: `resnet${depth}`,
        variant: "baseline",
        accuracy: 0.9905 - 0.006 * Math.exp(-blocks / 3),
        seconds: 24 * blocks,
        onset: blocks > 4 ? 4 + Math.floor(blocks / 8) : null,
        architecture: {
          name: `ResNet-${depth}`,
          family: "resnet",
          depth,
          blocks,
          width: 16,
          parameters: 29000 * blocks,
          macs: 3100000 * blocks,
          trace: []
        }
      }
    })
  )
  const others: ReportInput["estimate"]["others"] = [
    {
      rule: { rule: "multiplicative", ratio: 4, quantile: 0.95 },
      bound: 4,
      unit: "stages",
      derivation: "⌊ln(784 · 1.487 nats / ln 10) / ln 4⌋ = 4 stages"
    },
    {
      rule: { rule: "proportional", layers: 50 },
      bound: 11,
      unit: "layers",
      derivation: "⌈50 · 1.111 nats / ln 256⌉ = 11 layers"
    }
  ]
  return { ...input, estimate: { ...input.estimate, others } }
}

/** Three families in four variants: comparisons enough to be counted, and ranks. */
export const familiesFixture = (): ReportInput => {
  const families = [
    { model: "resnet-20", family: "resnet", name: "ResNet-20", depth: 20, blocks: 9 },
    { model: "densenet-40", family: "densenet", name: "DenseNet-40 (k = 12)", depth: 40, blocks: 36 },
    { model: "mobilenet-v2", family: "mobilenet-v2", name: "MobileNetV2", depth: 53, blocks: 17 }
  ]
  const variants = { baseline: 0, restricted: -0.0035, "restricted-macs": 0.0002, "restricted-wide": 0.0009 }
  const study: Study = {
    ...studyOf([1, 2, 3, 4, 5, 6, 7, 8]),
    title: "Three families cut to the entropy bound of MNIST",
    models: { "resnet-20": "resnet20", "densenet-40": "densenet40-k12", "mobilenet-v2": "mobilenet-v2" },
    variants: {
      baseline: { transform: "baseline" },
      restricted: { transform: "restricted", budget: "none" },
      "restricted-macs": { transform: "restricted", budget: { macs: 1 } },
      "restricted-wide": { transform: "restricted", budget: { parameters: 1 } }
    }
  }
  return inputOf(
    "mnist-families",
    study,
    families.flatMap(({ blocks, depth, family, model, name }, f) =>
      Object.entries(variants).map(([variant, gain], v) => ({
        model,
        variant,
        accuracy: 0.9861 + 0.0011 * f + gain,
        seconds: (160 + 90 * f) * [1, 0.4, 0.55, 0.7][v]!,
        architecture: {
          name: v === 0 ? name : `${name} cut to ${blocks > 9 ? 4 : 3}`,
          family,
          depth: v === 0 ? depth : Math.round(depth / 2),
          blocks: v === 0 ? blocks : blocks > 9 ? 4 : 3,
          width: 16 + 4 * v,
          parameters: Math.round(280000 * (1 + f) * [1, 0.3, 0.9, 1][v]!),
          macs: Math.round(31000000 * (1 + f) * [1, 0.3, 1, 0.9][v]!),
          trace: v === 0 ? [] : [cut]
        }
      }))
    )
  )
}
