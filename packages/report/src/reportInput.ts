import type { Comparison, DepthEstimate, EntropyProfile, RunRecord, Study } from "@ebcle/core"

/** Where the numbers came from: the digest (SHA-256) of each input artifact, by the input's name. */
export interface Provenance {
  readonly digests: Readonly<Record<string, string>>
}

/**
 * All that the page of one study is made from.
 *
 * `runs` holds a record for every seed of every arm of `comparison`; `studyFile` and `command` are printed as they are,
 * so that a reader can repeat the study.
 */
export interface ReportInput {
  readonly study: Study
  readonly studyFile: string
  readonly command: string
  readonly estimate: DepthEstimate
  readonly profile: EntropyProfile
  readonly comparison: Comparison
  readonly runs: ReadonlyArray<RunRecord>
  readonly provenance: Provenance
}
