import type { Comparison, DepthEstimate, EntropyProfile, Study } from "@ebcle/core"

/** What the page of several studies needs of one of them. */
export interface StudyResult {
  /** The study's name, as its file and its folder have it. */
  readonly name: string
  readonly study: Study
  readonly studyFile: string
  readonly profile: EntropyProfile
  readonly estimate: DepthEstimate
  readonly comparison: Comparison
}

/** Several studies to be shown together, in the order in which they are to be told. */
export interface OverviewInput {
  readonly studies: ReadonlyArray<StudyResult>
  readonly command: string
  readonly digests: Readonly<Record<string, string>>
}
