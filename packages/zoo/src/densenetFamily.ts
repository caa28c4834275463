import { densenetOfBlocks } from "./densenet.ts"
import { densenetBcOfBlocks } from "./densenetBc.ts"
import type { Family } from "./family.ts"

export const densenetFamily: Family = {
  name: "densenet",
  about: "densely connected network, plain or with bottlenecks and compression",
  depthKnob: "layers of each dense block",
  widthKnob: "growth rate",
  source: "Huang et al. (2017)",
  build: ({ width, ...plan }, { kind, stem }) =>
    kind === "plain"
      ? densenetOfBlocks({ ...plan, growthRate: width })
      : densenetBcOfBlocks({ ...plan, growthRate: width, stem: stem as "small" | "imagenet" })
}
