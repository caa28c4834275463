import { createHash } from "node:crypto"
import { reportProgress } from "@ebcle/core"
import { Effect, FileSystem, Path, type PlatformError, Stream } from "effect"
import { fileError, IngestError } from "../ingestError.ts"
import { Downloads, downloadFolder } from "./downloads.ts"
import { partialFile } from "./partialFile.ts"

/** A file of a dataset as its publisher offers it. */
export interface RemoteFile {
  /** Its name on disk. */
  readonly file: string
  readonly url: string
  readonly bytes: number
  /** What its bytes must be: SHA-256, or where the publisher states no other, MD5. */
  readonly digest: { readonly algorithm: "sha256" | "md5"; readonly hex: string }
}

/** The folder in the cache of what was fetched, called by the digest of a file. */
export const remoteFolder = ({ digest }: RemoteFile): Effect.Effect<string, never, Path.Path> =>
  Effect.gen(function* () {
    const path = yield* Path.Path
    return path.join(yield* downloadFolder, digest.hex.slice(0, 16))
  })

/** Why an attempt ended; `again` where a further one may end better. */
interface Broken {
  readonly what: string
  readonly again: boolean
}

const broken = (what: string, again = true): Broken => ({ what, again })

const reasonOf = (cause: unknown): string => {
  const { cause: inner, message } = cause as Error & { readonly cause?: { readonly code?: string } }
  return (inner?.code ?? message).replaceAll(/\s+/g, " ")
}

const digestOf = Effect.fnUntraced(function* (file: string, algorithm: "sha256" | "md5") {
  const fs = yield* FileSystem.FileSystem
  const hash = createHash(algorithm)
  yield* fs
    .stream(file, { chunkSize: 1 << 20 })
    .pipe(Stream.runForEach((bytes) => Effect.sync(() => hash.update(bytes))))
  return hash.digest("hex")
})

/** The next bytes of a body; undefined at its end. */
const nextBytes = (reader: ReadableStreamDefaultReader<Uint8Array>, stallMillis: number) =>
  Effect.tryPromise({ try: () => reader.read(), catch: (cause) => broken(reasonOf(cause)) }).pipe(
    Effect.timeoutOrElse({
      duration: stallMillis,
      orElse: () => Effect.fail(broken(`nothing came for ${stallMillis / 1000} s`))
    }),
    Effect.map(({ value }) => value)
  )

/**
 * One attempt to complete `partial`: asks for what is not there yet, and appends what comes.
 *
 * @errors Broken; PlatformError where the file cannot be written
 */
const attempt = Effect.fnUntraced(function* ({ bytes, file, url }: RemoteFile, partial: string) {
  const fs = yield* FileSystem.FileSystem
  const { fetch, stallMillis } = yield* Downloads
  const there = yield* fs.stat(partial).pipe(
    Effect.map(({ size }) => Number(size)),
    Effect.orElseSucceed(() => 0)
  )
  if (there === bytes) return
  const abort = yield* Effect.acquireRelease(
    Effect.sync(() => new AbortController()),
    (controller) => Effect.sync(() => controller.abort())
  )
  const headers: Record<string, string> = there > 0 && there < bytes ? { range: `bytes=${there}-` } : {}
  const response = yield* Effect.tryPromise({
    try: () => fetch(url, { headers, signal: abort.signal }),
    catch: (cause) => broken(`it cannot be reached: ${reasonOf(cause)}`)
  }).pipe(
    Effect.timeoutOrElse({
      duration: stallMillis,
      orElse: () => Effect.fail(broken(`no answer for ${stallMillis / 1000} s`))
    })
  )
  if (!response.ok || response.body === null) {
    // 408, 429 and 5xx pass; a range that is refused is a matter of the whole file, which is asked for next.
    if (response.status === 416) yield* fs.remove(partial)
    const again = [408, 416, 429].includes(response.status) || response.status >= 500
    return yield* Effect.fail(broken(`the server answers ${response.status} ${response.statusText}`.trim(), again))
  }
  const range = /^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")
  const start = response.status === 206 ? Number(range?.[1] ?? Number.NaN) : 0
  if (start !== 0 && start !== there)
    return yield* Effect.fail(broken("the server sends another part than was asked for", false))
  const handle = yield* fs.open(partial, { flag: start === 0 ? "w" : "a" })
  const reader = response.body.getReader()
  let done = start
  for (;;) {
    const value = yield* nextBytes(reader, stallMillis)
    if (value === undefined) break
    done += value.length
    if (done > bytes) return yield* Effect.fail(broken(`more than its ${bytes} bytes come`, false))
    yield* handle.writeAll(value)
    // The last bytes are reported when they are known to be right.
    if (done < bytes) yield* reportProgress({ task: `fetch ${file}`, done, total: bytes, unit: "bytes" })
  }
  if (done < bytes) return yield* Effect.fail(broken(`it ends after ${done} of ${bytes} bytes`))
  yield* handle.sync
}, Effect.scoped)

const isBroken = (error: Broken | PlatformError.PlatformError): error is Broken => !("_tag" in error)

/** Attempts until the file is whole, with the waits between them. */
const attempts = (remote: RemoteFile, partial: string) =>
  Effect.gen(function* () {
    const { retryMillis } = yield* Downloads
    for (const wait of retryMillis) {
      const result = yield* Effect.result(attempt(remote, partial))
      if (result._tag === "Success") return
      if (!isBroken(result.failure) || !result.failure.again) return yield* Effect.fail(result.failure)
      yield* Effect.sleep(wait)
    }
    yield* attempt(remote, partial)
  })

/**
 * Fetches a file of a dataset into a folder of the cache, if it is not there yet, and gives its path there.
 *
 * A transfer that breaks goes on where it ended, now and in later runs. A file appears under its name only when it is whole
 * and its digest is right, and the folder is called by a digest; so it is not digested again when it is found.
 *
 * @errors SourceMissing (offline), DownloadFailed, DownloadWrong, FileUnwritable
 */
export const fetchSource = Effect.fnUntraced(function* (
  remote: RemoteFile,
  folder: string
): Effect.fn.Return<string, IngestError, FileSystem.FileSystem | Path.Path> {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const { offline } = yield* Downloads
  const { bytes, digest, file, url } = remote
  const target = path.join(folder, file)
  const cure = `fetch it by other means and put it at ${target}`
  const unwritable = (error: PlatformError.PlatformError) =>
    fileError(
      "FileUnwritable",
      target,
      `${error.reason._tag}, the file cannot be written; free space, permit writing, or name another folder by EBCLE_CACHE_DIR.`
    )
  if (yield* fs.exists(target).pipe(Effect.mapError(unwritable))) return target
  if (offline) {
    return yield* new IngestError({
      reason: "SourceMissing",
      message: `${file} is not there, and nothing is fetched offline; ${cure} (${url}).`
    })
  }
  yield* fs.makeDirectory(folder, { recursive: true }).pipe(Effect.mapError(unwritable))
  const partial = yield* partialFile(target).pipe(Effect.mapError(unwritable))
  const resumed = yield* fs.exists(partial).pipe(Effect.mapError(unwritable))
  const complete = attempts(remote, partial).pipe(
    Effect.mapError((error) =>
      isBroken(error)
        ? new IngestError({
            reason: "DownloadFailed",
            message: `${file}: ${error.what} (${url}); run again, or ${cure}.`
          })
        : unwritable(error)
    )
  )
  const digestNow = digestOf(partial, digest.algorithm).pipe(Effect.mapError(unwritable))
  yield* complete
  let found = yield* digestNow
  if (found !== digest.hex && resumed) {
    // The two parts need not be of the same file.
    yield* fs.remove(partial).pipe(Effect.mapError(unwritable))
    yield* complete
    found = yield* digestNow
  }
  if (found !== digest.hex) {
    yield* fs.remove(partial).pipe(Effect.mapError(unwritable))
    return yield* new IngestError({
      reason: "DownloadWrong",
      message: `${file}: ${digest.algorithm} ${found} instead of ${digest.hex}, so ${url} does not give the published file; ${cure}.`
    })
  }
  yield* fs.rename(partial, target).pipe(Effect.mapError(unwritable))
  yield* reportProgress({ task: `fetch ${file}`, done: bytes, total: bytes, unit: "bytes" })
  return target
})
