// Writes configs/study.schema.json from the compiled schema of a study; run it after `npx tsc -b`.

import { execFileSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { studySchema } from "@ebcle/core"

const file = fileURLToPath(new URL("../../../configs/study.schema.json", import.meta.url))
writeFileSync(file, JSON.stringify(studySchema()))
execFileSync("npx", ["biome", "format", "--write", file], { stdio: "inherit" })
