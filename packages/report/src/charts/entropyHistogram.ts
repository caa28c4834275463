import type { DepthEstimate, EntropyProfile } from "@ebcle/core"
import type { TopLevelSpec } from "vega-lite"
import { fixed } from "../format.ts"
import { profileQuantile } from "../profileQuantile.ts"
import { chartFrame } from "./chartTheme.ts"

/** More steps than this are drawn without their numbers, which would run into each other. */
const numberedSteps = 10

/**
 * Histogram of the entropy per image with the arithmetic of the additive rule drawn into it: steps of delta from zero,
 * and the quantile that they must cover.
 */
export const entropyHistogram = (profile: EntropyProfile, { bound, rule }: DepthEstimate): TopLevelSpec => {
  const { edges } = profile.histogram
  // A histogram reaches to the highest entropy possible; what lies beyond the data would only squeeze the drawing.
  const counts = profile.histogram.counts.slice(0, profile.histogram.counts.findLastIndex((count) => count > 0) + 1)
  const end = Math.max(profile.maximum, edges[counts.length] ?? 0, bound * rule.delta)
  const peak = Math.max(1, ...counts)
  const quantile = profileQuantile(profile, rule.quantile)
  const steps = Array.from({ length: bound }, (_, step) => ({
    end: (step + 1) * rule.delta,
    middle: (step + 0.5) * rule.delta,
    label: step === 0 ? "block 1" : String(step + 1)
  }))
  const x = { type: "quantitative", scale: { domainMin: 0, domainMax: end, nice: false } } as const
  return {
    ...chartFrame(270),
    layer: [
      {
        data: { values: counts.map((count, bin) => ({ from: edges[bin], to: edges[bin + 1], count })) },
        mark: { type: "bar", color: "var(--bar)", stroke: "var(--paper)", strokeWidth: 0.5 },
        encoding: {
          x: { ...x, field: "from", bin: "binned", title: "Shannon entropy of an image (nats)" },
          x2: { field: "to" },
          y: {
            field: "count",
            type: "quantitative",
            title: "images",
            scale: { domainMax: peak * 1.22, nice: false }
          }
        }
      },
      {
        data: { values: steps },
        mark: { type: "rule", color: "var(--muted)", strokeDash: [2, 3] },
        encoding: { x: { ...x, field: "end" } }
      },
      {
        data: { values: bound <= numberedSteps ? steps : [] },
        mark: { type: "text", color: "var(--muted)", baseline: "top", dy: 2 },
        encoding: { x: { ...x, field: "middle" }, y: { value: 0 }, text: { field: "label" } }
      },
      {
        data: { values: [{ quantile: quantile.value }] },
        mark: { type: "rule", color: "var(--accent)", strokeWidth: 1.75 },
        encoding: { x: { ...x, field: "quantile" }, y: { value: 20 }, y2: { value: "height" } }
      },
      {
        data: {
          values: [{ quantile: quantile.value, label: `Q ${quantile.exact ? "=" : "≈"} ${fixed(quantile.value, 3)}` }]
        },
        mark: {
          type: "text",
          color: "var(--accent)",
          fontWeight: "bold",
          baseline: "top",
          align: quantile.value > 0.7 * end ? "right" : "left",
          dx: quantile.value > 0.7 * end ? -5 : 5
        },
        encoding: { x: { ...x, field: "quantile" }, y: { value: 22 }, text: { field: "label" } }
      }
    ]
  }
}
