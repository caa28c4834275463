import type { Arm, PairedComparison } from "@ebcle/core"
import { type ArmStyle, armStyle } from "../armStyle.ts"
import type { OverviewInput, StudyResult } from "./overviewInput.ts"

/** A study with its look in the joint drawings. */
export interface StudyView extends StudyResult {
  readonly style: ArmStyle
}

/** A comparison of one of several studies, with both its arms. */
export interface OverviewRow {
  readonly of: StudyView
  readonly label: string
  readonly comparison: PairedComparison
  readonly arm: Arm
  readonly control: Arm
}

export const studyViews = ({ studies }: OverviewInput): ReadonlyArray<StudyView> =>
  studies.map((result, index) => ({ ...result, style: armStyle(index + 1) }))

/** All comparisons of several studies. */
export const overviewRows = (views: ReadonlyArray<StudyView>): ReadonlyArray<OverviewRow> =>
  views.flatMap((of) => {
    const arms = new Map(of.comparison.arms.map((arm) => [`${arm.model}/${arm.variant}`, arm]))
    return of.comparison.comparisons.flatMap((comparison) => {
      const arm = arms.get(`${comparison.model}/${comparison.variant}`)
      const control = arms.get(`${comparison.model}/${comparison.control}`)
      if (arm === undefined || control === undefined) return []
      return [{ of, label: `${of.name}: ${comparison.model} ${comparison.variant}`, comparison, arm, control }]
    })
  })
