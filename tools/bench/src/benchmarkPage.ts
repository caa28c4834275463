import { summary } from "@ebcle/stats"
import { type BenchmarkRecord, type Measured, standing } from "./benchmarkRecord.ts"
import { type Contender, type ContenderName, contendersIn } from "./contenders.ts"
import { type NetworkName, networks, precisions } from "./networks.ts"

const contenders: Readonly<Record<ContenderName, Contender>> = contendersIn("", "")
const names = Object.keys(contenders) as ReadonlyArray<ContenderName>

/** Records in the order of the networks and precisions. */
const ordered = (records: ReadonlyArray<BenchmarkRecord>): ReadonlyArray<BenchmarkRecord> => {
  const place = ({ network, precision }: BenchmarkRecord) =>
    precisions.length * Object.keys(networks).indexOf(network) + precisions.indexOf(precision)
  return records.toSorted((a, b) => place(a) - place(b))
}

const row = (cells: ReadonlyArray<string>) => `| ${cells.join(" | ")} |`

const table = (head: ReadonlyArray<string>, body: ReadonlyArray<ReadonlyArray<string>>): string =>
  [row(head), row(head.map(() => "---")), ...body.map(row)].join("\n")

const titleOf = (network: NetworkName, batchSize: number) => `${networks[network].title}, batch ${batchSize}`

const cellsOf = ({ measured }: BenchmarkRecord, show: (measured: Measured) => string): ReadonlyArray<string> =>
  names.map((name) => (measured[name] === undefined ? "–" : show(measured[name])))

const time = ({ times }: Measured): string => {
  const { max, median, min } = summary(times)
  const digits = median < 100 ? 1 : 0
  return `${median.toFixed(digits)} [${min.toFixed(digits)}, ${max.toFixed(digits)}]`
}

/** The page of the benchmark in Markdown: step times with the ratio to the fastest peer, first steps, memory. */
export const benchmarkPage = (unordered: ReadonlyArray<BenchmarkRecord>): string => {
  const records = ordered(unordered)
  const titles = names.map((name) => contenders[name].title)
  const lead = (record: BenchmarkRecord) => [titleOf(record.network, record.batchSize), record.precision]
  const ratio = (record: BenchmarkRecord) => {
    const found = standing(record)
    return found === undefined
      ? ["–", "–"]
      : [
          contenders[found.fastest].title,
          `${found.ratio.toFixed(2)} [${found.least.toFixed(2)}, ${found.most.toFixed(2)}]`
        ]
  }
  const { machine } = records[0]!
  const versions = new Set(records.flatMap(({ measured }) => Object.values(measured).map(({ version }) => version)))
  const dates = [...new Set(records.map((record) => record.machine.date))].toSorted()
  return `# Training step against peers

\`npx nx run bench:peers\`, on ${machine.processor}, ${machine.threads} threads each, Node.js ${machine.node}, ${dates.join(", ")};
${[...versions].toSorted().join("; ")}. Median [least, most] of the rounds, in which all contenders take turns; the
ratio is taken within a round. How it is measured, and what is left out: [README](README.md).

![ratio to the fastest peer](peers.svg)

## Milliseconds per step

${table(
  ["network", "precision", ...titles, "fastest peer", "ours / fastest"],
  records.map((record) => [...lead(record), ...cellsOf(record, time), ...ratio(record)])
)}

## Seconds from the start of the process to the end of the first step

${table(
  ["network", "precision", ...titles],
  records.map((record) => [...lead(record), ...cellsOf(record, ({ firstStep }) => firstStep.toFixed(1))])
)}

## Peak resident memory of the process, MiB

${table(
  ["network", "precision", ...titles],
  records.map((record) => [...lead(record), ...cellsOf(record, ({ peakMemory }) => peakMemory.toFixed(0))])
)}
`
}
