export {
  type ChannelStatistics,
  type Dataset,
  Downloads,
  type DuplicateReport,
  fetchDataset,
  resolveDataset
} from "@ebcle/ingest"
export { architectureOf } from "./architectureOf.ts"
export { cellName, cells } from "./cells.ts"
export { compareStage } from "./compareStage.ts"
export { estimateStage } from "./estimateStage.ts"
export { type Explanation, explain } from "./explain.ts"
export { obtain } from "./obtain.ts"
export { obtainWithin } from "./obtainWithin.ts"
export { overviewTarget } from "./overviewTarget.ts"
export { PipelineError } from "./pipelineError.ts"
export { expectedSeconds, type StudyProgress, secondsLeft, studyProgress } from "./studyProgress.ts"
export {
  cellTarget,
  comparisonTarget,
  costsTarget,
  datasetTarget,
  duplicatesTarget,
  estimateTarget,
  type NamedStudy,
  profileTarget,
  reportTarget,
  ruleTarget,
  statisticsTarget,
  surveyTarget,
  trainingOf
} from "./studyTargets.ts"
export type { Failure, Services, Target } from "./target.ts"
export { targetsOf } from "./targetsOf.ts"
