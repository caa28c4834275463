import type { Artifact } from "./stage.ts"

/** Why an artifact can or cannot be used as it is. `changed` names the parts of the key that differ. */
export type ArtifactState<A> =
  | { readonly _tag: "Ready"; readonly artifact: Artifact<A> }
  | { readonly _tag: "Missing" }
  | { readonly _tag: "Outdated"; readonly changed: ReadonlyArray<string> }
  | { readonly _tag: "Damaged"; readonly what: string }

/** A state in the words that a reader is shown. */
export const describeState = (state: ArtifactState<unknown>): string => {
  switch (state._tag) {
    case "Ready":
      return "up to date"
    case "Missing":
      return "not there yet"
    case "Outdated":
      return `changed: ${state.changed.join(", ")}`
    case "Damaged":
      return `damaged: ${state.what}`
  }
}
