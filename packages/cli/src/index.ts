export { progressBar, progressLine } from "./progressBar.ts"
