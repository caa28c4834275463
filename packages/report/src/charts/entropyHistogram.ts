import type { DepthEstimate, EntropyProfile } from "@ebcle/core"
import type { TopLevelSpec } from "vega-lite"
import { readingText, ruleReading } from "../ruleReading.ts"
import { chartFrame } from "./chartTheme.ts"

/** More steps than this are drawn without their numbers, which would run into each other. */
const numberedSteps = 10

/** Steps of delta from zero, which must cover the quantile: the arithmetic of the additive rule, and of no other. */
const stepsOf = ({ bound, rule }: DepthEstimate) =>
  rule.rule === "additive"
    ? Array.from({ length: bound }, (_, step) => ({
        end: (step + 1) * rule.delta,
        middle: (step + 0.5) * rule.delta,
        label: step === 0 ? "block 1" : String(step + 1)
      }))
    : []

/** Histogram of the entropy per image, with what the depth rule reads off it. */
export const entropyHistogram = (profile: EntropyProfile, estimate: DepthEstimate): TopLevelSpec => {
  const { edges } = profile.histogram
  // A histogram reaches to the highest entropy possible; what lies beyond the data would only squeeze the drawing.
  const counts = profile.histogram.counts.slice(0, profile.histogram.counts.findLastIndex((count) => count > 0) + 1)
  const steps = stepsOf(estimate)
  const end = Math.max(profile.maximum, edges[counts.length] ?? 0, steps.at(-1)?.end ?? 0)
  const peak = Math.max(1, ...counts)
  const reading = ruleReading(profile, estimate.rule)
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
        data: { values: steps.length <= numberedSteps ? steps : [] },
        mark: { type: "text", color: "var(--muted)", baseline: "top", dy: 2 },
        encoding: { x: { ...x, field: "middle" }, y: { value: 0 }, text: { field: "label" } }
      },
      {
        data: { values: [{ nats: reading.value }] },
        mark: { type: "rule", color: "var(--accent)", strokeWidth: 1.75 },
        encoding: { x: { ...x, field: "nats" }, y: { value: 20 }, y2: { value: "height" } }
      },
      {
        data: {
          values: [{ nats: reading.value, label: readingText(reading) }]
        },
        mark: {
          type: "text",
          color: "var(--accent)",
          fontWeight: "bold",
          baseline: "top",
          align: reading.value > 0.7 * end ? "right" : "left",
          dx: reading.value > 0.7 * end ? -5 : 5
        },
        encoding: { x: { ...x, field: "nats" }, y: { value: 22 }, text: { field: "label" } }
      }
    ]
  }
}
