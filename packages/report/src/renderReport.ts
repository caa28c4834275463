import { Effect } from "effect"
import type { ReportError } from "./reportError.ts"
import type { ReportInput } from "./reportInput.ts"
import { reportModel } from "./reportModel.ts"
import { reportPage } from "./reportPage.ts"

/**
 * The page of one study: a self-contained HTML document as text.
 *
 * It is a function of its input alone, so the same input gives the same bytes.
 *
 * @returns fails with `InputsDisagree` when a run, an arm or a dataset does not fit the comparison, and with
 * `ChartNotDrawn` when a drawing fails
 */
export const renderReport = (input: ReportInput): Effect.Effect<string, ReportError> =>
  Effect.flatMap(reportModel(input), reportPage)
