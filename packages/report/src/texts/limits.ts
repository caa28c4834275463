import { distinct } from "../distinct.ts"
import { counted, listed, plain, plainPercent, withUnit } from "../format.ts"
import type { ReportModel } from "../reportModel.ts"

/** Sentences on what the study leaves open, each true of every study or read off its plan and records. */
export const limits = ({ comparison, pairs, profile, runs, study }: ReportModel): ReadonlyArray<string> => {
  const devices = distinct(runs.map(({ engine }) => engine.device))
  const epochs = distinct(runs.map(({ recipe }) => recipe.epochs))
  const margin = withUnit(plainPercent(study.comparison.margin), "percentage points")
  return [
    `One dataset, ${profile.dataset}: nothing is said about others.`,
    `Times were measured on ${listed(devices)}; on another machine the ratios can differ, while multiply-adds and parameters stay.`,
    "Seeds vary the training and not the images: all runs are tested on the same test images.",
    `The arms were trained for ${listed(epochs.map((count) => counted(count, "epoch")))}; with another recipe or longer training the differences can change.`,
    `“Not worse” means: by no more than ${margin}, the margin that the study states.`,
    ...(pairs.length > 1
      ? [
          `The ${pairs.length} verdicts on accuracy err together with a probability of at most ${plain(study.comparison.alpha)}; intervals, lower bounds and time ratios are each for themselves.`
        ]
      : []),
    ...(comparison.ranking === null ? [] : ["The ranks speak of new seeds of these models, not of other models."]),
    "The depth rule is this project's own, so the study tests the idea of the EBCLE paper and not its formula."
  ]
}
