import type { ProfiledOperation, StepProfile } from "./stepProfile.ts"

type Phase = ProfiledOperation["phase"]

/** In the order of a step. */
export const phases: ReadonlyArray<Phase> = ["input", "forward", "backward", "optimizer"]

/** Seconds a step of some operations, in all and by phase. */
export interface TimeByPhase extends Readonly<Record<Phase, number>> {
  readonly total: number
}

/** Operations of one kind. */
export interface KindTime extends TimeByPhase {
  readonly operation: string
  /** How many of them a step does. */
  readonly count: number
}

/** Operations of one part of the network. */
export interface PartTime extends TimeByPhase {
  readonly part: string
}

/** Where the time of a step goes, summed up. Seconds a step. */
export interface Breakdown {
  readonly operations: TimeByPhase
  /** What a timed step takes beside its operations: the loop and the call around it, which are longer for being timed. */
  readonly idle: number
  /** What timing adds to a step; below zero where the machine was faster meanwhile. */
  readonly timing: number
  /** The longest first. */
  readonly kinds: ReadonlyArray<KindTime>
  /** In the order of the network. */
  readonly parts: ReadonlyArray<PartTime>
  /** Floating-point operations a second of a plain step, two for each multiply-add. */
  readonly flops: number
  /** Share of the rate of the fastest matrix product. */
  readonly ofPeak: number
}

const timeOf = (operations: ReadonlyArray<ProfiledOperation>): TimeByPhase => {
  const sum = (phase?: Phase) =>
    operations.reduce((total, each) => (phase === undefined || each.phase === phase ? total + each.seconds : total), 0)
  return {
    total: sum(),
    input: sum("input"),
    forward: sum("forward"),
    backward: sum("backward"),
    optimizer: sum("optimizer")
  }
}

/** Sums a profile up, by kind of operation and by part of the network. */
export const breakdown = (profile: StepProfile): Breakdown => {
  const { multiplyAdds, operations, parts, peak, stepSeconds, timedSeconds } = profile
  const all = timeOf(operations)
  const kinds = [...new Set(operations.map(({ operation }) => operation))]
  const flops = (2 * multiplyAdds) / stepSeconds
  return {
    operations: all,
    idle: timedSeconds - all.total,
    timing: timedSeconds - stepSeconds,
    kinds: kinds
      .map((operation): KindTime => {
        const ofKind = operations.filter((each) => each.operation === operation)
        return { operation, count: ofKind.length, ...timeOf(ofKind) }
      })
      .toSorted((a, b) => b.total - a.total),
    parts: parts.map((part): PartTime => ({ part, ...timeOf(operations.filter((each) => each.part === part)) })),
    flops,
    ofPeak: flops / peak.flops
  }
}
