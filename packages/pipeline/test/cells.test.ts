import { assert, describe, it } from "@effect/vitest"
import { cellName, cells } from "../src/cells.ts"
import { cellTarget, comparisonTarget, datasetTarget, profileTarget, reportTarget } from "../src/studyTargets.ts"
import type { Target } from "../src/target.ts"
import { dataset, namedStudy, studyNames } from "./fixtures.ts"

/** What the Nx plugin says of a project, as far as it matters here. */
interface NxProject {
  readonly name: string
  readonly root: string
  readonly tags: ReadonlyArray<string>
  readonly targets: Readonly<Record<string, { readonly outputs: ReadonlyArray<string> }>>
}
interface NxPlugin {
  readonly createNodesV2: readonly [
    string,
    (
      files: ReadonlyArray<string>,
      options: undefined,
      context: { readonly workspaceRoot: string }
    ) => ReadonlyArray<readonly [string, { readonly projects: Readonly<Record<string, NxProject>> }]>
  ]
}

const workspace = new URL("../../../", import.meta.url)

/** The Nx projects of one study; the plugin is plain JavaScript, so its types are stated here. */
const nxProjects = async (file: string): Promise<ReadonlyArray<NxProject>> => {
  const plugin: NxPlugin = await import(new URL("tools/nx-plugin/studies.mjs", workspace).href)
  const [[, { projects }] = ["", { projects: {} }]] = plugin.createNodesV2[1]([file], undefined, {
    workspaceRoot: workspace.pathname
  })
  return Object.values(projects)
}

/** The folders of a target and of all that it needs. */
const folders = (target: Target<unknown>): ReadonlySet<string> =>
  new Set([target.folder, ...Object.values(target.needs).flatMap((need) => [...folders(need)])])

/** Of what steps cost Nx names the folder of all engines, of which it knows nothing. */
const namedByNx = (folder: string): string => folder.replace(/^(machine\/costs-[^/]+)\/.+/, "$1")

describe("cells", () => {
  it("are models × seeds × variants, the variants of a seed side by side", () => {
    const { study } = namedStudy("mnist-resnet")
    const small = {
      ...study,
      models: { b: "resnet8", a: "resnet14" },
      variants: { base: { transform: "baseline" }, cut: { transform: "restricted", budget: "none" } },
      seeds: [7, 3]
    } as const
    assert.deepStrictEqual(cells("tiny", small).map(cellName), [
      "b.base.seed-7",
      "b.cut.seed-7",
      "b.base.seed-3",
      "b.cut.seed-3",
      "a.base.seed-7",
      "a.cut.seed-7",
      "a.base.seed-3",
      "a.cut.seed-3"
    ])
    assert.isTrue(cells("tiny", small).every((cell) => cell.study === "tiny"))
  })
})

describe.each(studyNames)("the Nx projects of %s", (name) => {
  const named = namedStudy(name)

  it("write exactly the folders that the report needs", async () => {
    const projects = await nxProjects(named.file)
    const outputs = projects.flatMap(({ targets }) => Object.values(targets).flatMap((target) => target.outputs))
    assert.deepStrictEqual(
      outputs.toSorted(),
      [...folders(reportTarget(named))].map((folder) => `{workspaceRoot}/artifacts/${namedByNx(folder)}`).toSorted()
    )
  })

  it("name exactly its cells", async () => {
    const projects = (await nxProjects(named.file)).filter(({ tags }) => tags.includes("kind:cell"))
    assert.deepStrictEqual(
      projects.map((project) => project.name),
      cells(name, named.study).map((cell) => `${name}.${cellName(cell)}`)
    )
    assert.deepStrictEqual(
      projects.map(({ root }) => `${root}/train`),
      cells(name, named.study).map((cell) => `artifacts/${cellTarget(named, cell).folder}`)
    )
  })
})

describe("targets", () => {
  it("need measured costs under a budget of time, and only there", () => {
    const { study, ...named } = namedStudy("mnist-resnet")
    const variants = {
      baseline: { transform: "baseline" },
      wide: { transform: "restricted", budget: { macs: 1 } },
      timed: { transform: "restricted", budget: { time: 1 }, precision: "bfloat16" },
      deep: { transform: "depth", blocks: 12, budget: { time: 0.5 } }
    } as const
    const needs = Object.keys(variants).map((variant) => {
      const cell = { study: named.name, model: "resnet20", variant, seed: 1 }
      return cellTarget({ ...named, study: { ...study, variants } }, cell).needs.costs?.folder
    })
    assert.deepStrictEqual(needs, [
      undefined,
      undefined,
      "machine/costs-bfloat16/tensorflow-cpu",
      `machine/costs-${study.recipe.precision}/tensorflow-cpu`
    ])
  })

  it("need the cells in their order, and what comes before", () => {
    const named = namedStudy("mnist-resnet")
    assert.deepStrictEqual(Object.keys(comparisonTarget(named).needs), cells(named.name, named.study).map(cellName))
    assert.strictEqual(datasetTarget(dataset("mnist")).folder, "mnist/ingest")
    assert.deepStrictEqual([...folders(profileTarget(dataset("mnist"), "shannon"))], ["mnist/profile", "mnist/ingest"])
  })
})
