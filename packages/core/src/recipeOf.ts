import type { Recipe, Study } from "./study.ts"

/** The recipe by which a study trains a variant; that of the study itself for one that it does not have. */
export const recipeOf = ({ recipe, variants }: Study, variant: string): Recipe => {
  const precision = variants[variant]?.precision ?? recipe.precision
  return { ...recipe, precision }
}
