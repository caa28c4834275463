import { plain } from "../format.ts"
import type { ReportModel } from "../reportModel.ts"
import { boundsTable } from "../tables/boundsTable.ts"
import { comparisonsTable } from "../tables/comparisonsTable.ts"
import { lastBlocks, onsetTable } from "../tables/onsetTable.ts"
import { resultsTable } from "../tables/resultsTable.ts"
import { howSure, whatWouldChange } from "../texts/certainty.ts"
import { boundText, profileText, ruleText } from "../texts/entropy.ts"
import { limits } from "../texts/limits.ts"
import { changesText, methodsText, seedsText } from "../texts/methods.ts"
import { references } from "../texts/references.ts"
import { missingText, warnings } from "../warnings.ts"
import { markdownTable, markdownText } from "./markdown.ts"

const list = (items: ReadonlyArray<string>): string => items.map((item) => `- ${markdownText(item)}`).join("\n")

/** More backticks than the text holds in a row, so that it cannot end the block. */
const codeBlock = (text: string, language = ""): string => {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = "`".repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}

const certainty = ({ pairs }: ReportModel): ReadonlyArray<string> =>
  pairs.flatMap(({ arm, comparison }) => [
    `### ${markdownText(`${arm.label} against ${comparison.control}`)}`,
    markdownText(`${comparison.sentence} ${comparison.caveat}`),
    markdownText([...howSure(comparison), ...whatWouldChange(comparison)].join(" "))
  ])

/** More comparisons than this are told in the table alone. */
const mostFindings = 6

/** The report without its drawings, as GitHub's Markdown has it. */
export const markdownReport = (model: ReportModel): string => {
  const { command, comparison, estimate, pairs, study, studyFile } = model
  const notices = [...warnings(model), ...missingText(model)]
  const works = references(model)
  return `${[
    `# ${markdownText(study.title)}`,
    markdownText(study.about.shows),
    "## Verdict",
    markdownText(comparison.verdict),
    ...notices.map((notice) => `> ${markdownText(notice)}`),
    ...(pairs.length > mostFindings ? [] : certainty(model)),
    "## What this does not show",
    list(limits(model)),
    "## Results",
    markdownTable(resultsTable(model)),
    ...(pairs.length === 0 ? [] : [markdownTable(comparisonsTable(model))]),
    ...(comparison.ranking === null
      ? []
      : [
          "## Variants over all models",
          list(comparison.ranking.ranks.map(({ meanRank, variant }) => `${variant}: mean rank ${meanRank.toFixed(2)}`)),
          markdownText(`Critical difference: ${comparison.ranking.criticalDifference.toFixed(2)} ranks.`)
        ]),
    "## Entropy and the depth bound",
    markdownText(profileText(model)),
    markdownText(estimate.derivation),
    markdownText(boundText(model)),
    ...(estimate.others.length === 0 ? [] : [markdownTable(boundsTable(model))]),
    markdownText(ruleText(model)),
    ...(model.arms.some((view) => lastBlocks(view).length > 0)
      ? ["## Identity of the blocks", markdownTable(onsetTable(model))]
      : []),
    "## Methods",
    ...methodsText(model).map(markdownText),
    ...changesText(model).map(([label, change]) => `- **${markdownText(label)}**: ${markdownText(change)}`),
    "## References",
    works.map(({ text, url }, index) => `${plain(index + 1)}. ${markdownText(text)} <${url}>`).join("\n"),
    codeBlock(works.map(({ bibtex }) => bibtex).join("\n\n"), "bibtex"),
    "## Repeating this study",
    codeBlock(command, "sh"),
    markdownText(`Study file: ${studyFile}. Seeds: ${seedsText(study.seeds)}. It takes: ${study.about.takes}`)
  ].join("\n\n")}\n`
}
