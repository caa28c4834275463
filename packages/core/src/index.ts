export { changedParts } from "./artifactKey.ts"
export { type ArtifactState, describeState } from "./artifactState.ts"
export { ArtifactStore, type Request, type StoreEvent } from "./artifactStore.ts"
export { Augmentation } from "./augmentation.ts"
export { canonicalJson, sha256 } from "./canonicalJson.ts"
export {
  Arm,
  Comparison,
  Interval,
  MissingCell,
  Outlook,
  PairedComparison,
  Posterior,
  Ranking,
  SeedSummary
} from "./comparison.ts"
export { CoreError } from "./coreError.ts"
export { DatasetHeader, SourceFile, Split } from "./datasetHeader.ts"
export { decodeStudy } from "./decodeStudy.ts"
export { deeplyFrozen } from "./deeplyFrozen.ts"
export { DepthEstimate, DepthUnit, RuledBound } from "./depthEstimate.ts"
export { ChannelEntropy, ClassEntropy, EntropyProfile, MeanInterval } from "./entropyProfile.ts"
export { explainIssue } from "./explainIssue.ts"
export { hashFile } from "./hashFile.ts"
export { BlockProbe, IdentityOnset } from "./identityProbe.ts"
export { isAlive } from "./isAlive.ts"
export { Manifest } from "./manifest.ts"
export { EntropyMeasure, MeasureName } from "./measureName.ts"
export { Optimizer } from "./optimizer.ts"
export { Progress, type ProgressReport, reportProgress, TrainingFigures } from "./progress.ts"
export { quantile } from "./quantile.ts"
export { recipeOf } from "./recipeOf.ts"
export { ArchitectureSummary, Cell, EngineDescription, EpochRecord, RunRecord } from "./runRecord.ts"
export { Schedule } from "./schedule.ts"
export { Name, NonNegativeInt, PositiveInt, Probability, Text } from "./schemas.ts"
export { type Artifact, type Inputs, type Stage, type StageContext, stage } from "./stage.ts"
export {
  Budget,
  ComparisonPlan,
  DatasetChoice,
  DepthRule,
  ModelChoice,
  ProbePlan,
  Recipe,
  Study,
  Variant
} from "./study.ts"
export { studySchema } from "./studySchema.ts"
export { workspaceRoot } from "./workspaceRoot.ts"
export { nextUint32, seedXoshiro128, type Xoshiro128 } from "./xoshiro128.ts"
