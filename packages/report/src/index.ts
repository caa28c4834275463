export { renderReport } from "./renderReport.ts"
export { ReportError, ReportReason } from "./reportError.ts"
export type { Provenance, ReportInput } from "./reportInput.ts"
export { Report, type ReportInputs, reportStage } from "./reportStage.ts"
