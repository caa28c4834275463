import type { Recipe, Study } from "./study.ts"

/** The recipe by which a study trains a variant. Throws TypeError for a variant that it does not have. */
export const recipeOf = ({ recipe, variants }: Study, variant: string): Recipe => {
  const { precision = recipe.precision } = variants[variant]!
  return { ...recipe, precision }
}
