/** What was computed of all artifacts after a change. */
export interface Row {
  readonly what: string
  readonly all: ReadonlyArray<string>
  readonly computed: ReadonlyArray<string>
}

const stages = ["ingest", "profile", "estimate", "train", "compare", "report"] as const

const share = ({ all, computed }: Row, stage: string): string => {
  const [total, again] = [all, computed].map(
    (folders) => folders.filter((folder) => folder.endsWith(`/${stage}`)).length
  )
  if (again === 0) return "–"
  return again === total ? (total === 1 ? "yes" : `all ${total}`) : `${again} of ${total}`
}

/** The page "What runs again when I change …", from what was seen. */
export const rerunPage = (rows: ReadonlyArray<Row>): string => `# What runs again when I change …

Seen in a small study, the same with \`npx nx run-many -t report\` and with \`npx ebcle run\`; a test makes this page.
Each change was made after the ones above it, where everything was up to date.

| a change of | ${stages.join(" | ")} |
| --- | ${stages.map(() => "---").join(" | ")} |
${rows.map((row) => `| ${row.what} | ${stages.map((stage) => share(row, stage)).join(" | ")} |`).join("\n")}

"Runs" means that something is computed. Nx asks a stage also when its sources change: after a comment in one its tasks
start, find their artifacts by their keys, and end at once. A change stops where a stage gives the bytes that it gave
before. \`npx ebcle explain STUDY\` says beforehand what would run, and why; what depends on a stage that would run may
yet be spared.

Node's version is in no key. It is in the provenance of every artifact and on the page, as what a training was measured
with.
`
