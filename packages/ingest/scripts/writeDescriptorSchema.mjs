// Writes configs/dataset.schema.json from the compiled schema of a descriptor; run it after `npx tsc -b`.

import { execFileSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { descriptorSchema } from "@ebcle/ingest"

const file = fileURLToPath(new URL("../../../configs/dataset.schema.json", import.meta.url))
writeFileSync(file, JSON.stringify(descriptorSchema()))
execFileSync("npx", ["biome", "format", "--write", file], { stdio: "inherit" })
