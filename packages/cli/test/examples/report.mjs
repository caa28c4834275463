// The page of a study from the records of its stages: `node report.mjs STUDY ARTIFACTS > page.html`
import { readdirSync, readFileSync } from "node:fs"
import { basename } from "node:path"
import { renderReport } from "@ebcle/report"
import { Effect } from "effect"

const [studyFile, artifacts] = process.argv.slice(2)
const read = (file) => JSON.parse(readFileSync(file, "utf8"))
const of = (stage) => read(`${artifacts}/${basename(studyFile, ".study.json")}/${stage}.json`)
const cells = readdirSync(`${artifacts}/${basename(studyFile, ".study.json")}`).filter((name) => name.includes("seed"))
const runs = cells.map((cell) => of(`${cell}/train/run`))
const made = { profile: read(`${artifacts}/mnist/profile/profile.json`), estimate: of("estimate/estimate"), runs }
const input = { ...made, comparison: of("compare/comparison"), provenance: { digests: {} }, command: "node report.mjs" }
process.stdout.write(await Effect.runPromise(renderReport({ ...input, study: read(studyFile), studyFile })))
