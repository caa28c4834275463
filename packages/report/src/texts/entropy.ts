import { counted, fixed, integer, percent } from "../format.ts"
import type { ReportModel } from "../reportModel.ts"

/** The entropies of the images in one sentence. */
export const profileText = ({ profile }: ReportModel): string =>
  `${integer(profile.count)} images (${profile.split}) of ${profile.dataset}: mean ${fixed(profile.mean, 3)} nats, standard deviation ${fixed(profile.sd, 3)} nats, from ${fixed(profile.minimum, 3)} to ${fixed(profile.maximum, 3)} nats; median ${fixed(profile.quantiles.q50, 3)} nats.`

/** How far the bound can be trusted. */
export const boundText = ({ estimate: { bound, interval, shareBelow, unit } }: ReportModel): string =>
  `The bound is ${bound} ${unit}. Its ${percent(interval.level, 0)} % bootstrap interval over images ${
    interval.lower === interval.upper
      ? `is ${interval.lower} at both ends`
      : `runs from ${interval.lower} to ${interval.upper}`
  } (${counted(interval.replicates, "resample")}, seed ${interval.seed}). ${percent(shareBelow, 1)} % of the images, taken alone, have a lower bound.`

/** Whose rule it is. */
export const ruleText = ({ estimate: { rule } }: ReportModel): string =>
  `This rule (“${rule.rule}”) is this project's own. The depth formula of the EBCLE paper was not available to it: the rule follows the paper's idea, a bound on depth from the entropy of the dataset, and not its formula.${
    rule.rule === "additive" ? " It depends on the unit chosen for δ." : ""
  }`
