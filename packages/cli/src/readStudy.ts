import { CoreError, decodeStudy, Name, workspaceRoot } from "@ebcle/core"
import { type NamedStudy, PipelineError, resolveDataset } from "@ebcle/pipeline"
import { Effect, FileSystem, Path, Schema } from "effect"
import { Argument } from "effect/cli"
import { type EngineName, engineOf } from "./engineFlag.ts"

const suffix = ".study.json"

/** Folders and Nx projects are called by it. */
const isName = Schema.is(Name)

/** The argument by which commands name a study. */
export const studyArgument = Argument.String("study").pipe(
  Argument.withDescription("A study: the path of its file, or its name in configs/ (mnist-resnet)")
)

/** The file that a path or a name in `configs/` of a study stands for, whether it is there or not. */
const studyFile = Effect.fnUntraced(function* (given: string, root: string) {
  const path = yield* Path.Path
  return given.endsWith(".json") ? path.resolve(given) : path.join(root, "configs", `${given}${suffix}`)
})

/** Whether a study rather than a dataset is meant: the path of a study's file, or the name of one in `configs/`. */
export const isStudy = Effect.fnUntraced(function* (given: string) {
  const fs = yield* FileSystem.FileSystem
  if (given.endsWith(suffix)) return true
  return isName(given) && (yield* fs.exists(yield* studyFile(given, yield* workspaceRoot)).pipe(Effect.orDie))
})

/** The names of all studies in `configs/`. */
export const studyNames = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const names = yield* fs.readDirectory(path.join(yield* workspaceRoot, "configs")).pipe(Effect.orElseSucceed(() => []))
  return names
    .filter((name) => name.endsWith(suffix))
    .map((name) => name.slice(0, -suffix.length))
    .toSorted()
})

/** Reads the studies that paths or names in `configs/` stand for, to be trained on an engine. */
export const readStudies = Effect.fnUntraced(function* (given: ReadonlyArray<string>, engine: EngineName) {
  // To find out what is installed takes longer than to read a study.
  const found = yield* Effect.cached(engineOf(engine))
  const root = yield* workspaceRoot
  const read = yield* Effect.forEach(given, (study) => Effect.exit(readIn(root, study, found)), { concurrency: 16 })
  // Of several that are wrong always the first is told.
  return yield* Effect.all(read)
})

/** Reads the study that a path or a name in `configs/` stands for, to be trained on an engine. */
export const readStudy = (given: string, engine: EngineName) =>
  Effect.flatMap(workspaceRoot, (root) => readIn(root, given, engineOf(engine)))

const readIn = Effect.fnUntraced(function* (root: string, given: string, engine: ReturnType<typeof engineOf>) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const file = yield* studyFile(given, root)
  const relative = path.relative(root, file)
  const shown = relative.startsWith("..") ? file : relative
  const text = yield* fs.readFileString(file).pipe(
    Effect.catch(() =>
      Effect.gen(function* () {
        const known = yield* studyNames
        return yield* new CoreError({
          reason: "StudyNotFound",
          message: `${shown}: no such study; name a file, or one of configs/: ${known.join(", ") || "(none yet)"}.`
        })
      })
    )
  )
  const study = yield* decodeStudy(text, shown)
  const name = path.basename(file, suffix)
  const dataset = yield* resolveDataset(study.dataset.name, { root, base: path.dirname(file) })
  if (!isName(name) || name === dataset.name) {
    return yield* new PipelineError({
      reason: "StudyInvalid",
      message: `${shown}: a study's file is called NAME${suffix}, NAME being lower case letters, digits and single hyphens, and not that of its dataset; rename it.`
    })
  }
  const named: NamedStudy = { name, file: shown, study, dataset, engine: yield* engine }
  return named
})
