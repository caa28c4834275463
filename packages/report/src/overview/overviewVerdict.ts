import { listed } from "../format.ts"
import type { StudyView } from "./overviewRows.ts"

const outcomes = [
  ["non-inferior", "not worse by more than the margin"],
  ["not shown", "not shown to stay within the margin"],
  ["refused", "without a verdict for want of seeds"]
] as const

/** How the comparisons of several studies came out together, and what that does not show. */
export const overviewVerdict = (views: ReadonlyArray<StudyView>): string => {
  const all = views.flatMap(({ comparison }) => comparison.comparisons)
  const datasets = [...new Set(views.map(({ profile }) => profile.dataset))]
  const head = `${views.length} studies on ${listed(datasets)}`
  if (all.length === 0) return `${head}: nothing was compared, as no variant stands beside its control.`
  const counts = outcomes.flatMap(([verdict, words]) => {
    const count = all.filter(({ nonInferiority }) => nonInferiority.verdict === verdict).length
    return count === 0 ? [] : [`${count} ${count === 1 ? "is" : "are"} ${words}`]
  })
  return `${head}, ${all.length} ${all.length === 1 ? "comparison" : "comparisons"} with a control: ${listed(counts)}. Each study was judged by itself; that a variant kept its accuracy in one says nothing about the others, and over several studies a false verdict is likelier than in one.`
}
