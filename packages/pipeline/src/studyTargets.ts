import {
  type Artifact,
  type Cell,
  type DatasetHeader,
  deeplyFrozen,
  type MeasureName,
  type RunRecord,
  recipeOf,
  type Study
} from "@ebcle/core"
import { profileStage, surveyStage } from "@ebcle/entropy"
import {
  type Dataset,
  duplicatesStage,
  fileParams,
  fileStage,
  statisticsStage,
  type Transform,
  transformStage
} from "@ebcle/ingest"
import { reportStage } from "@ebcle/report"
import { costsStage, type StepCosts, type TrainParams, trainStage } from "@ebcle/trainer/stages"
import { type Architecture, type BoundOnDepth, stepSeconds } from "@ebcle/zoo"
import { Effect } from "effect"
import { architectureOf } from "./architectureOf.ts"
import { cellName, cells } from "./cells.ts"
import { compareStage } from "./compareStage.ts"
import { estimateStage } from "./estimateStage.ts"
import { obtain } from "./obtain.ts"
import { type Target, target } from "./target.ts"

/** A study with the name and the path of its file, and what its trainings run on. */
export interface NamedStudy {
  readonly name: string
  /** As the user would type it; shown in errors and in the report. */
  readonly file: string
  readonly study: Study
  /** What `study.dataset.name` stands for. */
  readonly dataset: Dataset
  readonly engine: TrainParams["engine"]
}

/** A transform's name, and from the second of its kind on a number: the folders of one dataset differ. */
const stepName = (transforms: ReadonlyArray<Transform>, index: number): string => {
  const { transform } = transforms[index]!
  const same = transforms.slice(0, index).filter((before) => before.transform === transform).length
  return same === 0 ? transform : `${transform}-${same + 1}`
}

/** A dataset as Arrow: in `<dataset>/ingest`, or each of its transforms in `<dataset>/<transform>`. */
export const datasetTarget = (dataset: Dataset): Target<DatasetHeader> => {
  const { name } = dataset
  if ("source" in dataset) {
    return target({
      stage: fileStage(dataset),
      folder: `${name}/ingest`,
      needs: {},
      request: () => Effect.map(fileParams(dataset), (params) => ({ params, inputs: {} }))
    })
  }
  return dataset.transforms.reduce<Target<DatasetHeader>>(
    (before, transform, index) =>
      target({
        stage: transformStage,
        folder: `${name}/${stepName(dataset.transforms, index)}`,
        needs: { dataset: before },
        request: (inputs) => Effect.succeed({ params: { name, transform }, inputs })
      }),
    datasetTarget(dataset.from)
  )
}

/** What the channels of a dataset hold, in `<dataset>/statistics`. */
export const statisticsTarget = (dataset: Dataset) =>
  target({
    stage: statisticsStage,
    folder: `${dataset.name}/statistics`,
    needs: { dataset: datasetTarget(dataset) },
    request: (inputs) => Effect.succeed({ params: {}, inputs })
  })

/** Which test images of a dataset are in its training split, in `<dataset>/duplicates`. */
export const duplicatesTarget = (dataset: Dataset) =>
  target({
    stage: duplicatesStage,
    folder: `${dataset.name}/duplicates`,
    needs: { dataset: datasetTarget(dataset) },
    request: (inputs) => Effect.succeed({ params: {}, inputs })
  })

/** The entropy of a dataset's training images, in `<dataset>/profile`; by another measure than the usual one, in `<dataset>/profile-<measure>`. */
export const profileTarget = (dataset: Dataset, measure: MeasureName) =>
  target({
    stage: profileStage,
    folder: `${dataset.name}/${measure === "shannon" ? "profile" : `profile-${measure}`}`,
    needs: { dataset: datasetTarget(dataset) },
    request: (inputs) => Effect.succeed({ params: { measure, split: "train" as const }, inputs })
  })

/** Several measures of a dataset's images, in `<dataset>/survey-<split>`. */
export const surveyTarget = (dataset: Dataset, measures: ReadonlyArray<MeasureName>, split: "train" | "test") =>
  target({
    stage: surveyStage,
    folder: `${dataset.name}/survey-${split}`,
    needs: { dataset: datasetTarget(dataset) },
    request: (inputs) => Effect.succeed({ params: { measures, split }, inputs })
  })

const boundTarget = (name: string, dataset: Dataset, measure: Study["measure"], rule: Study["depth"]) =>
  target({
    stage: estimateStage,
    folder: `${name}/estimate`,
    needs: { profile: profileTarget(dataset, measure) },
    request: (inputs) => Effect.succeed({ params: { rule }, inputs })
  })

/** The depth bound that a study's rule gives, in `<study>/estimate`. */
export const estimateTarget = ({ dataset, name, study }: NamedStudy) =>
  boundTarget(name, dataset, study.measure, study.depth)

/** The depth bound of a dataset without a study, in `<dataset>/estimate`. */
export const ruleTarget = (dataset: Dataset, measure: Study["measure"], rule: Study["depth"]) =>
  boundTarget(dataset.name, dataset, measure, rule)

/** What training steps cost on this machine, in `machine/costs-<precision>/<engine>`. */
export const costsTarget = (engine: TrainParams["engine"], precision: Study["recipe"]["precision"]) =>
  target({
    stage: costsStage,
    folder: `machine/costs-${precision}/${[engine.name, engine.device, ...("xla" in engine ? ["xla"] : [])].join("-").replaceAll(/[^\w-]+/g, "-")}`,
    needs: {},
    request: () => Effect.succeed({ params: { engine, precision }, inputs: {} })
  })

/** The costs that a cell needs in order to know its network: none but under a budget of time. */
const costsNeeded = ({ engine, study }: NamedStudy, { variant }: Cell): { readonly costs?: Target<StepCosts> } => {
  const chosen = study.variants[variant]!
  const timed = chosen.transform !== "baseline" && chosen.budget !== "none" && "time" in chosen.budget
  return timed ? { costs: costsTarget(engine, recipeOf(study, variant).precision) } : {}
}

/** Networks that no measurement decides, by what they are made of: studies often train the same ones. */
const architectures = new Map<string, Architecture>()

const knownArchitecture = (named: NamedStudy, cell: Cell, header: DatasetHeader, { bound, unit }: BoundOnDepth) =>
  Effect.suspend(() => {
    const { models, variants } = named.study
    const { classes, shape } = header
    const made = JSON.stringify([models[cell.model], variants[cell.variant], shape, classes.length, bound, unit])
    const found = architectures.get(made)
    if (found !== undefined) return Effect.succeed(found)
    return Effect.tap(architectureOf(named, cell, header, { bound, unit }), (architecture) =>
      Effect.sync(() => architectures.set(made, deeplyFrozen(architecture)))
    )
  })

/** What all seeds of a model and a variant have in common, frozen: its part of their keys is made once. */
type ArmParams = Omit<TrainParams, "cell">

const armParams = (
  named: NamedStudy,
  cell: Cell,
  header: DatasetHeader,
  bound: BoundOnDepth,
  costs: StepCosts | undefined
) => {
  const { engine, study } = named
  const recipe = recipeOf(study, cell.variant)
  const stepTime = costs && ((network: Architecture) => stepSeconds(costs.model, network, recipe.batchSize))
  return Effect.map(
    stepTime === undefined
      ? knownArchitecture(named, cell, header, bound)
      : Effect.map(architectureOf(named, cell, header, bound, stepTime), deeplyFrozen),
    (architecture): ArmParams => ({
      architecture,
      ...deeplyFrozen(
        structuredClone({
          recipe,
          trainImages: study.dataset.trainImages ?? header.splits.train.count,
          testImages: study.dataset.testImages ?? header.splits.test.count,
          ...(study.probe && { probe: study.probe }),
          engine
        })
      )
    })
  )
}

/** The latest of a study's arms, by model and variant, with what they were made of. */
const arms = new WeakMap<NamedStudy, Map<string, { readonly of: ReadonlyArray<unknown>; readonly arm: ArmParams }>>()

/** What a training is of, given the dataset, the bound on the network's depth and what steps cost, if that matters. */
export const trainParams = (
  named: NamedStudy,
  cell: Cell,
  header: DatasetHeader,
  bound: BoundOnDepth,
  costs: StepCosts | undefined
) =>
  Effect.suspend(() => {
    const known = arms.get(named) ?? new Map<string, { of: ReadonlyArray<unknown>; arm: ArmParams }>()
    arms.set(named, known)
    const name = `${cell.model} ${cell.variant}`
    const found = known.get(name)
    const of = [header, bound, costs]
    if (found?.of.every((value, i) => value === of[i])) return Effect.succeed<TrainParams>({ cell, ...found.arm })
    return Effect.map(armParams(named, cell, header, bound, costs), (arm): TrainParams => {
      known.set(name, { of, arm })
      return { cell, ...arm }
    })
  })

/** What every training of a study needs. */
const commonNeeds = (named: NamedStudy) => ({ dataset: datasetTarget(named.dataset), estimate: estimateTarget(named) })

/** One training of a study, in `<study>/<cell>/train`. */
export const cellTarget = (named: NamedStudy, cell: Cell, common = commonNeeds(named)): Target<RunRecord> =>
  target({
    stage: trainStage,
    folder: `${named.name}/${cellName(cell)}/train`,
    needs: { ...common, ...costsNeeded(named, cell) },
    isDigestEnough: true,
    request: ({ costs, dataset, estimate }) =>
      Effect.map(trainParams(named, cell, dataset.value, estimate.value, costs?.value), (params) => ({
        params,
        inputs: { dataset }
      }))
  })

/** What a training of a study would be given, without the training. */
export const trainingOf = Effect.fnUntraced(function* (named: NamedStudy, cell: Cell) {
  const dataset = yield* obtain(datasetTarget(named.dataset))
  const estimate = yield* obtain(estimateTarget(named))
  const { costs } = costsNeeded(named, cell)
  const known = costs && (yield* obtain(costs)).value
  return { dataset, params: yield* trainParams(named, cell, dataset.value, estimate.value, known) }
})

/** Trainings of a study, by the names of their cells. */
const runTargets = (named: NamedStudy, chosen: ReadonlyArray<Cell>): Readonly<Record<string, Target<RunRecord>>> => {
  const common = commonNeeds(named)
  return Object.fromEntries(chosen.map((cell) => [cellName(cell), cellTarget(named, cell, common)]))
}

const comparisonOf = (named: NamedStudy, runs: Readonly<Record<string, Target<RunRecord>>>) =>
  target({
    stage: compareStage,
    folder: `${named.name}/compare`,
    needs: runs,
    request: (inputs) => {
      const { comparison: plan, models, seeds, title, variants } = named.study
      const params = { name: named.name, study: title, planned: { models, variants, seeds }, plan }
      return Effect.succeed({ params, inputs })
    }
  })

/** The paired comparisons of a study, in `<study>/compare`; of all its cells, unless some are chosen. */
export const comparisonTarget = (named: NamedStudy, chosen = cells(named.name, named.study)) =>
  comparisonOf(named, runTargets(named, chosen))

/** The page of a study, in `<study>/report`; of all its cells, unless some are chosen. */
export const reportTarget = (named: NamedStudy, chosen = cells(named.name, named.study)) => {
  const runs = runTargets(named, chosen)
  const inputRuns = Object.entries(runs).map(([name, run]) => [`run:${name}`, run] as const)
  return target({
    stage: reportStage,
    folder: `${named.name}/report`,
    needs: {
      profile: profileTarget(named.dataset, named.study.measure),
      estimate: estimateTarget(named),
      comparison: comparisonOf(named, runs),
      ...(Object.fromEntries(inputRuns) as Readonly<Record<`run:${string}`, Target<RunRecord>>>)
    },
    request: ({ comparison, estimate, profile, ...others }) =>
      Effect.succeed({
        params: { study: named.study, studyFile: named.file, command: `npx ebcle run ${named.file}` },
        inputs: { profile, estimate, comparison, ...(others as Readonly<Record<`run:${string}`, Artifact<RunRecord>>>) }
      })
  })
}
