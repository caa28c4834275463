import type { EntropyProfile } from "@ebcle/core"

/** In which unit entropies are shown; they are kept in nats. */
export type ShownUnit = "nats" | "bits"

/** How the numbers of a profile are shown: what to multiply them by, and the unit's name. A ratio stays as it is. */
export const presentation = (kept: EntropyProfile["unit"], unit: ShownUnit) => {
  if (kept === "ratio") return { factor: 1, unit: "ratio" } as const
  return { factor: unit === "bits" ? 1 / Math.LN2 : 1, unit } as const
}
