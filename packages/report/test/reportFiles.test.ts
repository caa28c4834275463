import { assert, describe, it } from "@effect/vitest"
import { tableFromIPC } from "apache-arrow"
import { csvParse } from "d3-dsv"
import { Effect } from "effect"
import { type ReportFile, reportFiles } from "../src/reportFiles.ts"
import { familiesFixture, reportFixture, sweepFixture } from "./reportFixture.ts"

const fixture = reportFixture()

const textOf = (files: ReadonlyArray<ReportFile>, name: string): string => {
  const content = files.find((file) => file.name === name)!.content
  assert.isString(content)
  return content as string
}

describe("reportFiles", () => {
  it.effect("are the page and the same in other forms; empty tables are left out", () =>
    Effect.gen(function* () {
      const names = (yield* reportFiles(fixture)).map(({ name }) => name)
      const tables = ["arms", "comparisons", "bounds", "runs", "epochs", "digests"]
      assert.deepStrictEqual(names, [
        "index.html",
        "report.md",
        "results.tex",
        "comparisons.tex",
        "bounds.tex",
        "references.bib",
        ...tables.flatMap((table) => [`${table}.csv`, `${table}.arrow`]),
        "tables.json"
      ])
      const sweep = (yield* reportFiles(sweepFixture())).map(({ name }) => name)
      assert.includeMembers(sweep, ["identity.tex", "blocks.csv", "blocks.arrow"])
      assert.notInclude(sweep, "comparisons.csv")
    })
  )

  it.effect("say the same numbers in CSV, Arrow and JSON, in full precision", () =>
    Effect.gen(function* () {
      const files = yield* reportFiles(fixture)
      const { runs } = JSON.parse(textOf(files, "tables.json"))
      const rows = csvParse(textOf(files, "runs.csv"))
      const arrow = tableFromIPC(files.find(({ name }) => name === "runs.arrow")!.content as Uint8Array).toArray()
      assert.strictEqual(rows.length, fixture.runs.length)
      for (const [index, run] of fixture.runs.entries()) {
        for (const row of [rows[index]!, arrow[index]!.toJSON(), runs.rows[index]]) {
          assert.strictEqual(row.variant, run.cell.variant)
          assert.strictEqual(Number(row.seed), run.cell.seed)
          assert.strictEqual(Number(row.test_accuracy), run.testAccuracy)
          assert.strictEqual(Number(row.train_seconds), run.timing.train)
          assert.isTrue(row.identity_onset === null || row.identity_onset === "")
        }
      }
      assert.deepStrictEqual(
        runs.columns.map(({ name }: { name: string }) => name),
        rows.columns
      )
    })
  )

  it.effect("give the same bytes again", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* reportFiles(fixture), yield* reportFiles(fixture))
    })
  )

  it.effect("say in Markdown what the page says, with every sign of a name as text", () =>
    Effect.gen(function* () {
      const attack = "<img src=x onerror=alert(1)> a|b `c` *d*"
      const profile = { ...fixture.profile, dataset: attack }
      const estimate = { ...fixture.estimate, dataset: attack }
      const text = textOf(yield* reportFiles({ ...fixture, profile, estimate }), "report.md")
      assert.include(text, "\\<img src=x onerror=alert(1)\\> a\\|b \\`c\\` \\*d\\*")
      assert.notMatch(text, /(?<!\\)<(?!https:)/)
      for (const { caveat } of fixture.comparison.comparisons) assert.include(text, caveat)
      const widths = text
        .split("\n")
        .filter((line) => line.startsWith("| "))
        .map((line) => line.split(/(?<!\\)\|/).length)
      assert.deepStrictEqual([...new Set(widths)], [12, 13])
    })
  )

  it.effect("set tables in LaTeX that hold no bare sign of its own", () =>
    Effect.gen(function* () {
      const text = textOf(yield* reportFiles(familiesFixture()), "results.tex")
      const rows = text.split("\n").filter((line) => line.endsWith("\\\\"))
      assert.strictEqual(rows.length, 13)
      for (const row of rows) assert.strictEqual(row.split(/(?<!\\)&/).length, 10)
      assert.match(text, /\\begin\{tabular\}\{lrrrrrrrrl\}/)
      assert.notMatch(text.replace(/^% .*$/m, ""), /(?<!\\)[%#_]|[−±\u00a0]/)
      assert.include(text, "98.")
      assert.include(text, "$\\pm$")
    })
  )
})
