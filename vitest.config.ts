import { availableParallelism } from "node:os"
import { defineConfig } from "vitest/config"
import "./tools/test/softwareGpu.mjs"

// Packages are read from their sources, so a test never runs against a stale build.
const conditions = ["@ebcle/source", "node", "import", "module", "default"]

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "tools/*/test/**/*.test.ts"],
    reporters: ["default", "./tools/test/tally-reporter.mjs"],
    pool: "forks",
    // Two also on two cores: most tests wait for processes of one thread, and none for a time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 120_000,
    hookTimeout: 300_000
  }
})
