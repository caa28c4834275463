import { type ArmStyle, armStyle } from "./armStyle.ts"
import type { ArmView } from "./reportModel.ts"

/** More lines than this in one drawing cannot be told apart. */
const mostGroups = 8

/** Arms that a drawing shows as one: with their name and look there, and all their runs. */
export interface ArmGroup {
  readonly label: string
  readonly style: ArmStyle
  readonly arms: ReadonlyArray<ArmView>
}

/** Each arm by itself where there are few; else the arms of a variant together; else all. */
export const armGroups = (arms: ReadonlyArray<ArmView>): ReadonlyArray<ArmGroup> => {
  if (arms.length <= mostGroups) return arms.map((view) => ({ label: view.label, style: view.style, arms: [view] }))
  const variants = [...new Set(arms.map(({ arm }) => arm.variant))]
  if (variants.length > mostGroups) return [{ label: "all arms", style: armStyle(0), arms }]
  return variants.map((variant, index) => ({
    label: `${variant}, all models`,
    style: armStyle(index),
    arms: arms.filter(({ arm }) => arm.variant === variant)
  }))
}
