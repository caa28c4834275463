export { architectureOf } from "./architectureOf.ts"
export { cellName, cells } from "./cells.ts"
export { compare, compareStage } from "./compareStage.ts"
export { estimateStage } from "./estimateStage.ts"
export { type Explanation, explain } from "./explain.ts"
export { obtain } from "./obtain.ts"
export { obtainWithin } from "./obtainWithin.ts"
export { PipelineError } from "./pipelineError.ts"
export { expectedSeconds, type StudyProgress, secondsLeft, studyProgress } from "./studyProgress.ts"
export {
  cellTarget,
  comparisonTarget,
  costsTarget,
  datasetTarget,
  estimateTarget,
  type NamedStudy,
  profileTarget,
  reportTarget,
  trainingOf
} from "./studyTargets.ts"
export type { Failure, Services, Target } from "./target.ts"
export { targetsOf } from "./targetsOf.ts"
