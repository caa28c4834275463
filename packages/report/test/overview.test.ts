import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { overviewFiles } from "../src/overview/overviewFiles.ts"
import type { OverviewInput, StudyResult } from "../src/overview/overviewInput.ts"
import type { ReportInput } from "../src/reportInput.ts"
import { familiesFixture, reportFixture, sweepFixture } from "./reportFixture.ts"

const resultOf = (name: string, { comparison, estimate, profile, study, studyFile }: ReportInput): StudyResult => ({
  name,
  comparison,
  estimate,
  profile,
  study,
  studyFile
})

/** Three studies together: three arms, three families, and a sweep that compares nothing. */
const overview: OverviewInput = {
  studies: [
    resultOf("mnist-resnet", reportFixture()),
    resultOf("mnist-families", familiesFixture()),
    resultOf("mnist-depth", sweepFixture())
  ],
  command: "npx ebcle report mnist-resnet mnist-families mnist-depth",
  digests: { "comparison:mnist-resnet": "0".repeat(64) }
}

const contentOf = (input: OverviewInput, name: string) =>
  Effect.map(overviewFiles(input), (files) => String(files.find((file) => file.name === name)!.content))

describe("overviewFiles", () => {
  it.effect("tell all comparisons of all studies in one table and in joint drawings", () =>
    Effect.gen(function* () {
      const page = yield* contentOf(overview, "index.html")
      const table = page.slice(page.indexOf('id="table-overview"'))
      assert.strictEqual(table.slice(0, table.indexOf("</table>")).split("<tr>").length - 2, 2 + 9)
      for (const id of ["chart-differences", "chart-ratios", "chart-trade-off"]) {
        assert.include(page, `aria-labelledby="${id}-title`)
      }
      for (const { comparison } of overview.studies) {
        assert.include(page.replaceAll("&lt;", "<"), comparison.verdict)
      }
      assert.match(page, /3 studies on mnist, 11 comparisons with a control: \d+ are not worse by more than the margin/)
      assert.notMatch(page.replace(/<script>.*?<\/script>/s, ""), /NaN|undefined|Infinity/)
    })
  )

  it.effect("have the same comparisons as data, with the study of each", () =>
    Effect.gen(function* () {
      const rows = (yield* contentOf(overview, "comparisons.csv")).trim().split("\n")
      assert.match(rows[0]!, /^study,dataset,model,variant,control,/)
      assert.strictEqual(rows.length, 1 + 11)
      assert.match(yield* contentOf(overview, "report.md"), /^\| mnist-families .+ \| mnist \| 1\.111 /m)
    })
  )

  it.effect("say so where nothing was compared", () =>
    Effect.gen(function* () {
      const page = yield* contentOf({ ...overview, studies: overview.studies.slice(2) }, "index.html")
      assert.include(page, "nothing was compared")
      assert.notInclude(page, 'id="effects"')
    })
  )
})
