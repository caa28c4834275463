import { CoreError, decodeStudy } from "@ebcle/core"
import type { NamedStudy } from "@ebcle/pipeline"
import { Effect, FileSystem, Path } from "effect"
import { Argument } from "effect/cli"
import { nativeEngine } from "./nativeEngine.ts"
import { workspaceRoot } from "./workspace.ts"

const suffix = ".study.json"

/** The argument by which commands name a study. */
export const studyArgument = Argument.String("study").pipe(
  Argument.withDescription("A study: the path of its file, or its name in configs/ (mnist-resnet)")
)

/** Reads the study that a path or a name in `configs/` stands for. */
export const readStudy = Effect.fnUntraced(function* (given: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const root = yield* workspaceRoot
  const inConfigs = path.join(root, "configs", `${given}${suffix}`)
  const file = given.endsWith(".json") ? path.resolve(given) : inConfigs
  const shown = path.relative(root, file)
  const text = yield* fs.readFileString(file).pipe(
    Effect.catch(() =>
      Effect.gen(function* () {
        const names = yield* fs.readDirectory(path.join(root, "configs")).pipe(Effect.orElseSucceed(() => []))
        const known = names.filter((name) => name.endsWith(suffix)).map((name) => name.slice(0, -suffix.length))
        return yield* new CoreError({
          reason: "StudyNotFound",
          message: `${shown}: no such study; name a file, or one of configs/: ${known.toSorted().join(", ") || "(none yet)"}.`
        })
      })
    )
  )
  const study = yield* decodeStudy(text, shown)
  const named: NamedStudy = { name: path.basename(file, suffix), file: shown, study, engine: yield* nativeEngine }
  return named
})
