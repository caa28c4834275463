export { bootstrap } from "./bootstrap.ts"
export { type DepthBound, type DepthInput, estimateDepth } from "./estimateDepth.ts"
export type { ImageTask, Rule } from "./rule.ts"
export { rules } from "./rules.ts"
