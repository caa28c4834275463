import { describe, expect, it } from "vitest"
import { benchmarkPage } from "../src/benchmarkPage.ts"
import { benchmarkPlot } from "../src/benchmarkPlot.ts"
import { type BenchmarkRecord, type Measured, standing, withRecord } from "../src/benchmarkRecord.ts"

const measured = (times: ReadonlyArray<number>): Measured => ({
  version: "one 1.0",
  times,
  firstStep: 2.34,
  peakMemory: 512.4
})

const record: BenchmarkRecord = {
  network: "resnet20",
  precision: "bfloat16",
  batchSize: 128,
  machine: { processor: "a processor", threads: 2, node: "v20.0.0", date: "2026-11-24" },
  repeatedRounds: 1,
  measured: {
    ours: measured([10, 30, 12]),
    pytorch: measured([20, 30, 10]),
    tensorflow: measured([200, 201, 202])
  }
}

describe("a record of the benchmark", () => {
  it("stands by the ratio to the fastest peer within a round, not by that of the medians", () => {
    expect(standing(record)).toEqual({ fastest: "pytorch", ratio: 1, least: 0.5, most: 1.2 })
  })

  it("has no standing without us, or without anybody else", () => {
    const { ours, ...others } = record.measured
    expect(standing({ ...record, measured: others })).toBeUndefined()
    expect(standing({ ...record, measured: { ours: ours! } })).toBeUndefined()
  })

  it("takes the place of an older one of the same network and precision", () => {
    const other: BenchmarkRecord = { ...record, precision: "float32" }
    const newer: BenchmarkRecord = { ...record, repeatedRounds: 0 }
    expect(withRecord([record, other], newer)).toEqual([other, newer])
  })
})

describe("the page", () => {
  it("shows times, memory and first steps, and who was not measured", () => {
    const page = benchmarkPage([record])
    expect(page).toContain(
      "| ResNet-20, batch 128 | bfloat16 | 12.0 [10.0, 30.0] | 20.0 [10.0, 30.0] | – | 201 [200, 202] | – | – | – | PyTorch | 1.00 [0.50, 1.20] |"
    )
    expect(page).toContain("| ResNet-20, batch 128 | bfloat16 | 2.3 | 2.3 | – | 2.3 | – | – | – |")
    expect(page).toContain("| ResNet-20, batch 128 | bfloat16 | 512 | 512 | – | 512 | – | – | – |")
    expect(page).toContain("a processor, 2 threads each, Node.js v20.0.0, 2026-11-24")
  })

  it("has its networks in one order, however they were measured", () => {
    const rows = (records: ReadonlyArray<BenchmarkRecord>) =>
      benchmarkPage(records)
        .split("\n")
        .filter((line) => line.startsWith("| ResNet"))
    const others: ReadonlyArray<BenchmarkRecord> = [
      { ...record, network: "resnet8" },
      { ...record, precision: "float32" }
    ]
    expect(rows([...others, record])).toEqual(rows([record, ...others.toReversed()]))
  })

  it("draws a point for every network and precision", async () => {
    const svg = await benchmarkPlot([record, { ...record, precision: "float32" }])
    expect(svg).toMatch(/^<svg/)
    expect(svg).toContain("ResNet-20")
    expect(svg).not.toContain("NaN")
  })
})
