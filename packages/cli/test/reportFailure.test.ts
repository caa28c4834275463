import process from "node:process"
import { CoreError } from "@ebcle/core"
import { NativeError } from "@ebcle/native"
import { TrainerError } from "@ebcle/trainer"
import { Cause, Effect } from "effect"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { CliError } from "../src/cliError.ts"
import { reportFailure } from "../src/reportFailure.ts"

describe("reportFailure", () => {
  let said: string
  beforeEach(() => {
    said = ""
    vi.spyOn(process.stderr, "write").mockImplementation((text) => {
      said += text
      return true
    })
  })
  afterEach(() => {
    vi.restoreAllMocks()
    // The exit code of this test is none of ours.
    process.exitCode = undefined
  })

  const code = async (cause: Cause.Cause<unknown>) => {
    await Effect.runPromise(reportFailure(cause))
    return process.exitCode
  }

  it("answers bad input with 2 and its line", async () => {
    const error = new CoreError({ reason: "StudyNotJson", message: "a.study.json: not JSON; mend it." })
    expect(await code(Cause.fail(error))).toBe(2)
    expect(said).toBe("ebcle: a.study.json: not JSON; mend it.\n")
  })

  it.each([
    new CliError({ reason: "NotReady", message: "not ready." }),
    new TrainerError({ reason: "NativeLibraryMissing", message: "no library." }),
    new NativeError({ reason: "DownloadFailed", problem: "no network", cure: "connect" })
  ])("answers what the machine lacks with 3: %s", async (error) => {
    expect(await code(Cause.fail(error))).toBe(3)
    expect(said).toBe(`ebcle: ${error.message}\n`)
  })

  it("answers a defect with 1 and its trace", async () => {
    expect(await code(Cause.die(new TypeError("x is undefined")))).toBe(1)
    expect(said).toMatch(/TypeError: x is undefined\n +at /)
  })

  it("answers an interruption with 130 and no word", async () => {
    expect(await code(Cause.interrupt(1))).toBe(130)
    expect(said).toBe("")
  })
})
