import { type Html, html } from "./html.ts"

const explanations = {
  "mean ± sd":
    "The average over the seeds and their standard deviation (n − 1): how far single runs scatter around it.",
  n: "The number of seeds: how often the same arm was trained anew, each time from another random start.",
  "percentage point": "The difference of two percentages: from 98.0 % to 97.5 % is −0.5 points.",
  interval:
    "A range made so that, were the study repeated many times, the stated share of such ranges would hold the true value.",
  "paired by seed":
    "Each run is compared with the control's run of the same seed, so that what a seed does to both cancels.",
  "non-inferior":
    "Not worse than the control by more than a margin that was set beforehand: the lower bound of the difference lies above minus the margin.",
  refused: "There are too few seeds for the test to reach its level whatever they show, so no verdict is given.",
  "not shown": "The data do not exclude a loss larger than the margin; that is not proof that there is one.",
  "p-value":
    "The probability of data at least as extreme as these if there were no difference (or, for non-inferiority, a loss as large as the margin).",
  "Wilcoxon signed-rank test":
    "A test of paired differences by their ranks, which does not assume a normal distribution; with few pairs it has a smallest p-value that it can reach.",
  "Holm's procedure":
    "It raises the p-values of several tests so that the chance of even one false “non-inferior” among them stays at the stated error rate.",
  "lower bound":
    "The largest loss that the data do not exclude, at the stated error rate of a single test; below it lies what they exclude.",
  "probability of a loss":
    "What a Bayesian t test makes of the differences if nothing was known before: how likely the true difference is a loss beyond the margin, within the margin, or a gain beyond it.",
  "seeds for the margin":
    "How many seeds would find a variant that loses nothing non-inferior in 8 of 10 studies, if the differences scatter as they did here.",
  "mean rank":
    "The variants are ranked within each model and seed, 1 for the most accurate; the mean rank is the average of these places.",
  "critical difference":
    "How far apart two mean ranks must be for the difference not to be chance, at the stated error rate for all comparisons with the control together (Bonferroni and Dunn).",
  "Pareto front":
    "The arms to which no other is both cheaper and more accurate: the choices between which one has to weigh.",
  "time ratio": "Training time of the variant over that of the control with the same seed; 0.60 means 40 % less time.",
  "multiply-adds": "Multiplications with addition in one forward pass of one image: a cost that no machine changes.",
  "Shannon entropy":
    "How evenly an image uses its values, from 0 for a single value up to the logarithm of the number of possible values; in nats (natural logarithm).",
  quantile: "The value that a stated share of the images does not exceed.",
  "ratio of a block":
    "The norm of what a block adds over the norm of what it passes on unchanged; near zero the block is the identity. Of a dense block, the share of its new features in the norm.",
  CKA: "Linear centred kernel alignment: how alike two layers see the images, from 0 to 1; 1 where one is the other scaled, shifted and turned. Debiased, so that many features do not raise it.",
  "onset of identity":
    "After how many blocks the logarithm of the ratio falls to a lower level and stays there; none where two levels do not explain the blocks better than one. The rule is ours.",
  "bootstrap interval": "The range of the bound over many datasets drawn from this one with replacement."
} as const

export type Term = keyof typeof explanations

/** One sentence on each statistical term, folded away below the place that uses it. */
export const terms = (names: ReadonlyArray<Term>): Html =>
  html`<details class="terms"><summary>Terms used here</summary><dl>${names.map(
    (name) => html`<div><dt>${name}</dt><dd>${explanations[name]}</dd></div>`
  )}</dl></details>
`
