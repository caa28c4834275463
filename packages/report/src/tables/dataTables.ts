import type { RuledBound, RunRecord } from "@ebcle/core"
import type { ArmView, ComparisonView, ReportModel } from "../reportModel.ts"
import { comparisonColumns } from "./comparisonColumns.ts"
import { type ColumnOf, type DataTable, dataTable, number, text } from "./dataTable.ts"

const armsTable = (arms: ReadonlyArray<ArmView>): DataTable =>
  dataTable<ArmView>("arms", arms, [
    text("model", "name of the model in the study", ({ arm }) => arm.model),
    text("variant", "name of the variant in the study", ({ arm }) => arm.variant),
    text("architecture", "name of the network", ({ arm }) => arm.architecture.name),
    text("family", "family of networks", ({ arm }) => arm.architecture.family),
    number("depth", "layers", ({ arm }) => arm.architecture.depth),
    number("blocks", "blocks", ({ arm }) => arm.architecture.blocks),
    number("width", "channels", ({ arm }) => arm.architecture.width),
    number("parameters", "trained parameters", ({ arm }) => arm.architecture.parameters),
    number("macs", "multiply-adds of one image", ({ arm }) => arm.architecture.macs),
    number("seeds", "number of seeds", ({ arm }) => arm.seeds.length),
    ...(["mean", "sd", "lower", "upper", "minimum", "maximum"] as const).flatMap((part) => [
      number<ArmView>(
        `test_accuracy_${part}`,
        `test accuracy, share, over seeds: ${part}`,
        ({ arm }) => arm.testAccuracy[part]
      ),
      number<ArmView>(
        `train_seconds_${part}`,
        `training time, seconds, over seeds: ${part}`,
        ({ arm }) => arm.trainSeconds[part]
      )
    ])
  ])

const comparisonsTable = (pairs: ReadonlyArray<ComparisonView>): DataTable =>
  dataTable("comparisons", pairs, comparisonColumns)

const cellColumns = <Row>(cellOf: (row: Row) => RunRecord["cell"]): ReadonlyArray<ColumnOf<Row>> => [
  text("model", "name of the model in the study", (row) => cellOf(row).model),
  text("variant", "name of the variant in the study", (row) => cellOf(row).variant),
  number("seed", "seed of the training", (row) => cellOf(row).seed)
]

const runsTable = (runs: ReadonlyArray<RunRecord>): DataTable =>
  dataTable<RunRecord>("runs", runs, [
    ...cellColumns<RunRecord>(({ cell }) => cell),
    number("test_accuracy", "after the last epoch, share", ({ testAccuracy }) => testAccuracy),
    number("test_loss", "after the last epoch", ({ testLoss }) => testLoss),
    ...(["train", "build", "firstCall", "evaluate", "total"] as const).map((part) =>
      number<RunRecord>(
        `${part === "firstCall" ? "first_call" : part}_seconds`,
        "wall time, seconds",
        ({ timing }) => timing[part]
      )
    ),
    number("identity_onset", "blocks before the identity sets in", ({ identity }) => identity?.onset ?? null)
  ])

const epochsTable = (runs: ReadonlyArray<RunRecord>): DataTable => {
  const rows = runs.flatMap((run) => run.epochs.map((epoch) => ({ run, epoch })))
  return dataTable<(typeof rows)[number]>("epochs", rows, [
    ...cellColumns<(typeof rows)[number]>(({ run }) => run.cell),
    number("epoch", "counted from 1", ({ epoch }) => epoch.epoch),
    number("loss", "mean training loss", ({ epoch }) => epoch.loss),
    number("accuracy", "training accuracy, share", ({ epoch }) => epoch.accuracy),
    number("test_loss", "on the test images", ({ epoch }) => epoch.testLoss),
    number("test_accuracy", "on the test images, share", ({ epoch }) => epoch.testAccuracy),
    number("train_seconds", "training steps alone, seconds", ({ epoch }) => epoch.trainSeconds)
  ])
}

const blocksTable = (runs: ReadonlyArray<RunRecord>): DataTable => {
  const rows = runs.flatMap((run) =>
    run.epochs.flatMap(({ blocks = [], epoch }) => blocks.map((block) => ({ run, epoch, block })))
  )
  return dataTable<(typeof rows)[number]>("blocks", rows, [
    ...cellColumns<(typeof rows)[number]>(({ run }) => run.cell),
    number("epoch", "counted from 1", ({ epoch }) => epoch),
    text("block", "name of the block", ({ block }) => block.block),
    number("ratio", "norm of what the block adds over that of what it passes on", ({ block }) => block.ratio),
    number("cka", "linear CKA of input and output", ({ block }) => block.cka),
    number("debiased_cka", "the same, debiased", ({ block }) => block.debiasedCka)
  ])
}

const boundsTable = ({ estimate }: ReportModel): DataTable =>
  dataTable<RuledBound>(
    "bounds",
    [estimate, ...estimate.others],
    [
      text("rule", "name of the depth rule", ({ rule }) => rule.rule),
      number("bound", "in units of its own", ({ bound }) => bound),
      text("unit", "what the bound counts", ({ unit }) => unit),
      text("derivation", "the arithmetic", ({ derivation }) => derivation)
    ]
  )

const missingTable = ({ comparison }: ReportModel): DataTable =>
  dataTable("missing", comparison.missing, [
    ...cellColumns<(typeof comparison.missing)[number]>((cell) => cell),
    text("reason", "where it is known", ({ reason }) => reason ?? null)
  ])

const digestsTable = ({ provenance }: ReportModel): DataTable =>
  dataTable(
    "digests",
    Object.entries(provenance.digests).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    [
      text("input", "artifact that the report was made from", ([name]) => name),
      text("sha256", "its digest", ([, digest]) => digest)
    ]
  )

/** All numbers of a report, in full precision; tables without a row are left out. */
export const dataTables = (model: ReportModel): ReadonlyArray<DataTable> =>
  [
    armsTable(model.arms),
    comparisonsTable(model.pairs),
    boundsTable(model),
    runsTable(model.runs),
    epochsTable(model.runs),
    blocksTable(model.runs),
    missingTable(model),
    digestsTable(model)
  ].filter(({ columns }) => columns[0]!.values.length > 0)
