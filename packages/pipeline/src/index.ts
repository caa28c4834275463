export { architectureOf } from "./architectureOf.ts"
export { cellName, cells } from "./cells.ts"
export { compare, compareStage } from "./compareStage.ts"
export { estimateStage } from "./estimateStage.ts"
export { type Explanation, explain } from "./explain.ts"
export { obtain } from "./obtain.ts"
export { PipelineError } from "./pipelineError.ts"
export {
  cellTarget,
  comparisonTarget,
  costsTarget,
  datasetTarget,
  estimateTarget,
  type NamedStudy,
  profileTarget,
  reportTarget,
  surveyTarget,
  trainingOf
} from "./studyTargets.ts"
export type { Failure, Services, Target } from "./target.ts"
