import { summary } from "@ebcle/stats"

/** Milliseconds per step of both sides, a round each. */
export interface Rounds {
  readonly ours: ReadonlyArray<number>
  readonly peer: ReadonlyArray<number>
}

/** A middle with its extremes. */
export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

/** What the rounds say; the ratio is ours / peer within a round, so that what slows a whole round slows both. */
export interface Comparison {
  readonly ours: Spread
  readonly peer: Spread
  readonly ratio: Spread
}

const spread = (values: ReadonlyArray<number>): Spread => {
  const { max, median, min } = summary(values)
  return { median, min, max }
}

/** Compares two sides round by round. */
export const compareRounds = ({ ours, peer }: Rounds): Comparison => ({
  ours: spread(ours),
  peer: spread(peer),
  ratio: spread(ours.map((milliseconds, round) => milliseconds / peer[round]!))
})

/** One line of the table. */
export interface Row {
  readonly network: string
  readonly precision: string
  readonly comparison: Comparison
}

const range = ({ max, median, min }: Spread, digits: number) =>
  `${median.toFixed(digits)} [${min.toFixed(digits)}, ${max.toFixed(digits)}]`

/** Rows as a Markdown table. */
export const markdownTable = (rows: ReadonlyArray<Row>, oursName: string, peerName: string): string =>
  [
    `| network | precision | ${oursName}, ms | ${peerName}, ms | ratio |`,
    "| --- | --- | --- | --- | --- |",
    ...rows.map(
      ({ comparison: { ours, peer, ratio }, network, precision }) =>
        `| ${network} | ${precision} | ${range(ours, 1)} | ${range(peer, 1)} | ${range(ratio, 3)} |`
    )
  ].join("\n")
