import type { Optimizer, Recipe, Schedule } from "@ebcle/core"
import { goldenFile } from "./golden.ts"

type Numbers = Readonly<Record<string, ReadonlyArray<number>>>

/** What `golden/optimizers.py` wrote. */
interface GoldenOptimizers {
  readonly x: ReadonlyArray<number>
  readonly labels: ReadonlyArray<number>
  readonly start: Numbers
  readonly cases: ReadonlyArray<{
    readonly name: string
    readonly source: string
    readonly optimizer: Optimizer
    readonly weightDecay: number
    readonly maxGradientNorm?: number
    readonly rates: ReadonlyArray<number>
    readonly first: Numbers
    readonly last: Numbers
  }>
  readonly network: {
    readonly images: ReadonlyArray<number>
    readonly labels: ReadonlyArray<number>
    readonly order: ReadonlyArray<number>
    readonly mean: ReadonlyArray<number>
    readonly scale: ReadonlyArray<number>
    readonly start: Numbers
  }
  readonly steps: ReadonlyArray<{
    readonly recipe: Recipe
    readonly loss: number
    readonly correct: number
    readonly weights: Numbers
  }>
  readonly schedules: ReadonlyArray<{
    readonly source: string
    readonly schedule: Schedule
    readonly epochs: number
    readonly stepsPerEpoch: number
    readonly rates: ReadonlyArray<number>
  }>
}

export const goldenOptimizers = JSON.parse(new TextDecoder().decode(goldenFile("optimizers.json"))) as GoldenOptimizers
