import { summary } from "@ebcle/stats"
import type { ContenderName } from "./contenders.ts"
import type { BenchmarkPrecision, NetworkName } from "./networks.ts"

/** What was measured of one contender. */
export interface Measured {
  readonly version: string
  /** Milliseconds per step, a round each. */
  readonly times: ReadonlyArray<number>
  /** Seconds from the start of the process to the end of its first step. */
  readonly firstStep: number
  /** Most resident memory of the process, in MiB. */
  readonly peakMemory: number
}

/** One network in one precision, all contenders in turns. */
export interface BenchmarkRecord {
  readonly network: NetworkName
  readonly precision: BenchmarkPrecision
  readonly batchSize: number
  readonly machine: {
    readonly processor: string
    readonly threads: number
    readonly node: string
    readonly date: string
  }
  readonly repeatedRounds: number
  readonly measured: Readonly<Partial<Record<ContenderName, Measured>>>
}

/** Records with one more, which takes the place of an older one of the same network and precision. */
export const withRecord = (
  records: ReadonlyArray<BenchmarkRecord>,
  next: BenchmarkRecord
): ReadonlyArray<BenchmarkRecord> => [
  ...records.filter(({ network, precision }) => network !== next.network || precision !== next.precision),
  next
]

/** Ours against the fastest of the others: the median over the rounds of the ratio within a round. */
export interface Standing {
  readonly fastest: ContenderName
  readonly ratio: number
  readonly least: number
  readonly most: number
}

const peersOf = ({ measured }: BenchmarkRecord): ReadonlyArray<readonly [ContenderName, Measured]> =>
  (Object.entries(measured) as ReadonlyArray<[ContenderName, Measured]>).filter(([name]) => name !== "ours")

/** Where we stand; undefined where we or all others are missing. The fastest is the one of the smallest median. */
export const standing = (record: BenchmarkRecord): Standing | undefined => {
  const { ours } = record.measured
  const peers = peersOf(record)
  if (ours === undefined || peers.length === 0) return undefined
  const [fastest, { times }] = peers.reduce((best, next) =>
    summary(next[1].times).median < summary(best[1].times).median ? next : best
  )
  const { max, median, min } = summary(ours.times.map((time, round) => time / times[round]!))
  return { fastest, ratio: median, least: min, most: max }
}
