import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { ebcle, lines } from "./ebcle.ts"
import { tinyStudy } from "./tinyStudy.ts"

let folder: string
const run = (...args: ReadonlyArray<string>) => ebcle(args, join(folder, "artifacts"))

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ebcle-commands-"))
})
afterAll(() => rm(folder, { recursive: true }))

const commands = [
  "setup",
  "doctor",
  "ingest",
  "profile",
  "estimate",
  "zoo",
  "costs",
  "train",
  "compare",
  "report",
  "run",
  "status",
  "watch",
  "clean"
]

describe("--help", () => {
  it("lists every command", async () => {
    const { code, stdout } = await run("--help")
    expect(code).toBe(0)
    for (const command of [...commands, "explain"]) expect(stdout).toMatch(new RegExp(`^ {2}${command} +[A-Z]`, "m"))
  })

  it.each([...commands.filter((command) => command !== "zoo"), "explain", "zoo list", "zoo show", "zoo diff"])(
    "of %s says what it does and that it speaks JSON",
    async (command) => {
      const { code, stdout } = await run(...command.split(" "), "--help")
      expect(code).toBe(0)
      expect(stdout).toContain("DESCRIPTION")
      expect(stdout).toContain("--json")
    }
  )
})

describe("bad input", () => {
  const broken = async (name: string, text: string) => {
    const file = join(folder, name)
    await writeFile(file, text)
    return file
  }

  it.each([
    [
      ["explain", "no-such-study"],
      "configs/no-such-study.study.json: no such study; name a file, or one of configs/: "
    ],
    [
      ["report", "mnist-resnet", "configs/mnist-resnet.study.json"],
      "configs/mnist-resnet.study.json: the study mnist-resnet is given twice; name each study once."
    ],
    [
      ["report", "mnist-resnet", "mnist-depth", "--max-time", "1h"],
      "--max-time is the time of one study; report each of them with its own, then all together without."
    ],
    [["run", "no-such-study"], "configs/no-such-study.study.json: no such study; "],
    [
      ["ingest", "imagenet"],
      'No dataset is named "imagenet"; use one of: mnist, fashion-mnist, cifar10, cifar100, cifar100-coarse, stl10, imagenet32, imagenet64, svhn, mnist-levels-8, or the path of a folder or descriptor.'
    ],
    [
      ["profile", "imagenet"],
      'No dataset is named "imagenet"; use one of: mnist, fashion-mnist, cifar10, cifar100, cifar100-coarse, stl10, imagenet32, imagenet64, svhn, mnist-levels-8, or the path of a folder or descriptor.'
    ],
    [
      ["profile", "mnist", "--measures", "shannon,renyi"],
      '--measures: no measure is named "renyi"; use all, or some of: shannon, '
    ],
    [["train", "mnist-resnet", "--cell", "x"], 'configs/mnist-resnet.study.json has no cell "x"; its cells are '],
    [
      ["train", "mnist-resnet", "--profile"],
      "--profile is of one cell; name it with --cell: resnet20.baseline.seed-1, "
    ],
    [["zoo", "show", "resnet21"], "resnet21: a resnet has 6n + 2 layers, not 21: the nearest are 20 and 26."],
    [["zoo", "show", "alexnet"], 'alexnet: no network is called "alexnet": names are of the kind resnet18, '],
    [["zoo", "diff", "resnet20"], "resnet20 differs from nothing: name a second network, a --bound or --blocks."],
    [
      ["zoo", "diff", "resnet20", "resnet30"],
      "resnet30: a resnet has 6n + 2 layers, not 30: the nearest are 26 and 32."
    ],
    [
      ["zoo", "show", "resnet20", "--macs", "1"],
      "--macs is a budget for --bound or --blocks, neither of which is there."
    ],
    [
      ["zoo", "show", "resnet20", "--bound", "4", "--macs", "1", "--parameters", "1"],
      "--macs and --parameters are two budgets; give one."
    ],
    [["zoo", "show", "resnet20", "--bound", "4", "--blocks", "5"], "--bound and --blocks both say how deep; give one."]
  ])("%j is one line and exit code 2", async (args, start) => {
    const { code, stderr, stdout } = await run(...args)
    expect(code).toBe(2)
    expect(stdout).toBe("")
    expect(lines(stderr)).toHaveLength(1)
    expect(stderr.startsWith(`ebcle: ${start}`), stderr).toBe(true)
  })

  it.each([
    ["syntax.study.json", "{", "not JSON ("],
    ["value.study.json", JSON.stringify({ ...tinyStudy(), seeds: [1, 1] }), 'key "seeds": expected seeds that differ'],
    ["Name.study.json", JSON.stringify(tinyStudy()), "a study's file is called NAME.study.json"],
    ["mnist.study.json", JSON.stringify(tinyStudy()), "a study's file is called NAME.study.json"]
  ])("in %s is one line that names the file, and exit code 2", async (name, text, what) => {
    const file = await broken(name, text)
    const { code, stderr, stdout } = await run("explain", file)
    expect(code).toBe(2)
    expect(stdout).toBe("")
    expect(lines(stderr)).toHaveLength(1)
    expect(stderr.startsWith(`ebcle: ${file}: ${what}`), stderr).toBe(true)
  })

  it("is told of the first of several studies, however late it is found", async () => {
    const study = { ...tinyStudy(), dataset: { name: "no-such-dataset" } }
    const file = await broken("late.study.json", JSON.stringify(study))
    const { code, stderr } = await run("explain", file, "no-such-study")
    expect(code).toBe(2)
    expect(stderr).toContain('No dataset is named "no-such-dataset"')
    expect(stderr).not.toContain("no-such-study")
  })

  it("is a depth that the family does not have", async () => {
    const models = { net: "resnet15" }
    const file = await broken("depth.study.json", JSON.stringify({ ...tinyStudy(), models }))
    const { code, stderr } = await run("train", file)
    expect(code).toBe(2)
    expect(lines(stderr).at(-1)).toBe(
      `ebcle: ${file}: key "models.net": a resnet has 6n + 2 layers, not 15: the nearest are 14 and 20.`
    )
  })

  it.each([
    [["profile", "mnist", "--bogus"], "Unrecognized flag: --bogus"],
    [["bogus"], 'Unknown subcommand "bogus"'],
    [["ingest"], "Missing required argument: dataset"],
    [["run", "x", "--max-time", "soon"], 'Invalid value for flag --max-time: "soon".'],
    [["train", "x", "--checkpoint-every", "often"], 'Invalid value for flag --checkpoint-every: "often".'],
    [["zoo", "show", "resnet20", "--input", "0x1x1"], 'Invalid value for flag --input: "0x1x1".'],
    [["zoo", "show", "resnet20", "--classes", "0"], 'Invalid value for flag --classes: "0".'],
    [["zoo", "show", "resnet20", "--bound", "0"], 'Invalid value for flag --bound: "0".'],
    [["zoo", "diff", "resnet20", "--bound", "4", "--macs", "0"], 'Invalid value for flag --macs: "0".']
  ])("%j is explained, with exit code 2 and no trace", async (args, what) => {
    const { code, stderr } = await run(...args)
    expect(code).toBe(2)
    expect(stderr).toContain(what)
    expect(stderr).not.toMatch(/^ +at /m)
  })
})

describe("results", () => {
  it("doctor finds the machine ready", async () => {
    const { code, stdout } = await run("doctor", "--json")
    expect(code).toBe(0)
    expect(JSON.parse(stdout).ready).toBe(true)
  })

  it("zoo list and zoo show print the networks", async () => {
    const { families, names } = JSON.parse((await run("zoo", "list", "--json")).stdout)
    expect(names).toContainEqual({ names: "mobilenet-v2", source: "Sandler et al. (2018), table 2" })
    expect(families.map(({ name }: { readonly name: string }) => name)).toContain("densenet")
    const { stdout } = await run("zoo", "show", "resnet20", "--json")
    // Idelbayev's count of the published network with option A shortcuts.
    expect(JSON.parse(stdout)).toMatchObject({ depth: 20, blocks: 9, parameters: 269_722 })
    expect(JSON.parse(stdout).parts[4]).toMatchObject({
      name: "stage2.block1",
      output: [16, 16, 32],
      layers: [{ kind: "residual", branch: [{ kind: "convolution", stride: 2 }, {}, {}, {}, {}] }, { kind: "relu" }]
    })
    expect((await run("zoo", "show", "resnet20")).stdout).toContain("ResNet-20: 20 layers, 9 blocks, width 16")
  })

  it("zoo diff prints what a restriction changed", async () => {
    const { code, stdout } = await run("zoo", "diff", "resnet20", "--bound", "4", "--macs", "0.6", "--json")
    expect(code).toBe(0)
    const { after, before, parts } = JSON.parse(stdout)
    expect([before.blocks, after.blocks, after.width]).toEqual([9, 4, 19])
    expect(parts[3]).toMatchObject({ name: "stage1.block3", before: { output: [32, 32, 16], parameters: 4672 } })
    const text = (await run("zoo", "diff", "resnet20", "--bound", "4", "--macs", "0.6")).stdout
    expect(text).toContain("ResNet-20 → ResNet-10 [2, 1, 1] width 19")
    const shown = (await run("zoo", "show", "resnet20", "--bound", "4", "--macs", "0.6", "--json")).stdout
    expect(JSON.parse(shown)).toMatchObject({ ...after, parts: { length: 6 } })
    const grown = JSON.parse((await run("zoo", "diff", "resnet14", "resnet20", "--bound", "9", "--json")).stdout)
    expect(grown.after).toMatchObject({ name: "ResNet-20", trace: [expect.stringContaining("Nothing was cut")] })
  })

  it("ingest, profile and estimate give the figures of MNIST", async () => {
    const dataset = await run("ingest", "mnist", "--json")
    expect(JSON.parse(dataset.stdout).splits).toMatchObject({ train: { count: 60_000 }, test: { count: 10_000 } })

    const { code, stdout } = await run("profile", "mnist", "--json")
    expect(code).toBe(0)
    const { mean, quantiles, sd } = JSON.parse(stdout)
    expect(mean.toFixed(4)).toBe("1.1108")
    expect(sd.toFixed(3)).toBe("0.266")
    expect(quantiles.q05.toFixed(3)).toBe("0.607")
    expect(quantiles.q50.toFixed(3)).toBe("1.147")
    expect(quantiles.q95.toFixed(3)).toBe("1.487")
    expect((await run("profile", "mnist")).stdout).toMatch(/^all +60000 +1\.1108 +0\.2657 +0\.6068 /m)

    const several = await run("profile", "mnist", "--measures", "signal-to-noise,shannon", "--unit", "bits")
    expect(several.stdout).toMatch(/^shannon +bits +1\.6025 +1\.\d{4} to 1\.\d{4} +0\.3833 .*[▁▂▃▄▅▆▇█]/m)
    expect(several.stdout).toMatch(/^signal-to-noise +ratio +0\.\d{4} /m)

    const page = join(folder, "mnist.html")
    expect((await run("profile", "mnist", "--html", page)).code).toBe(0)
    expect(await readFile(page, "utf8")).toContain("<h1>mnist</h1>")
    const nowhere = await run("profile", "mnist", "--html", join(folder, "none", "mnist.html"))
    expect(nowhere.code).toBe(2)
    expect(lines(nowhere.stderr).at(-1)).toMatch(/^ebcle: --html .*mnist\.html cannot be written/)

    const estimate = JSON.parse((await run("estimate", "mnist-resnet", "--json")).stdout)
    expect(estimate).toMatchObject({ dataset: "mnist", bound: 2, unit: "blocks", interval: { lower: 2, upper: 2 } })
    expect((await run("estimate", "mnist-resnet")).stdout).toContain('mnist: at most 2 blocks by the rule "additive"')
  })
})
