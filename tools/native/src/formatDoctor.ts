import type { DoctorReport } from "./doctor.ts"
import { formatBytes } from "./formatBytes.ts"

/** A report as aligned lines for a terminal, without a newline at the end. */
export const formatDoctor = (report: DoctorReport): string => {
  const { node, tensorflow, cpu, gpus, threads, cache } = report
  const missing = "not found"
  const rows: ReadonlyArray<readonly [string, string]> = [
    ["Ready", report.ready ? "yes" : "no"],
    ["Node", `${node.version}${node.supported ? "" : " (too old)"}`],
    ["Platform", report.platform],
    ["TensorFlow", tensorflow ? `${tensorflow.version}, computes on the ${tensorflow.computesOn}` : "not set up"],
    ...(tensorflow
      ? ([
          ["  from", tensorflow.source],
          ["  in", tensorflow.directory]
        ] as const)
      : []),
    ["CPU", [cpu.model, ...cpu.features].join(", ")],
    ["GPU", gpus.length > 0 ? gpus.join(", ") : "none"],
    [
      "Threads",
      `${threads.available} available, intra-op ${threads.intraOp ?? "default"}, inter-op ${threads.interOp ?? "default"}`
    ],
    [
      "Cache",
      `${cache.directory} (${formatBytes(cache.bytes)}${cache.freeBytes === undefined ? "" : `, ${formatBytes(cache.freeBytes)} free`})`
    ],
    ["C++ compiler", report.compiler ?? missing],
    ["Python", report.python ?? missing],
    ["pip", report.pip ?? missing],
    ...report.problems.flatMap(
      ({ problem, cure }) =>
        [
          ["Problem", problem],
          ["  cure", cure]
        ] as const
    )
  ]
  const width = Math.max(...rows.map(([label]) => label.length))
  return rows.map(([label, value]) => `${label.padEnd(width)}  ${value}`).join("\n")
}
