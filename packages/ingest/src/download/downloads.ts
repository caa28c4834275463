import { homedir } from "node:os"
import process from "node:process"
import { Context, Effect, Path } from "effect"

/** How files are fetched; replaceable in a test. */
export interface DownloadsShape {
  /** True fetches nothing: what is not there is missing. */
  readonly offline: boolean
  /** Folder of fetched files; undefined for that of the user's cache. */
  readonly folder: string | undefined
  readonly fetch: typeof globalThis.fetch
  /** A server that sends nothing for so long is given up. */
  readonly stallMillis: number
  /** How long to wait before each further attempt; they go on where the last one ended. */
  readonly retryMillis: ReadonlyArray<number>
}

/** How files are fetched: by the network, into the user's cache, with four further attempts. */
export const Downloads = Context.Reference<DownloadsShape>("@ebcle/ingest/Downloads", {
  defaultValue: () => ({
    offline: false,
    folder: undefined,
    fetch: globalThis.fetch,
    stallMillis: 30_000,
    retryMillis: [1000, 2000, 4000, 8000]
  })
})

/**
 * The folder of fetched files, outside the checkout so that clones share it: `datasets` below `EBCLE_CACHE_DIR`, else
 * below `ebcle` in `XDG_CACHE_HOME`, else below `~/.cache/ebcle`.
 */
export const downloadFolder: Effect.Effect<string, never, Path.Path> = Effect.gen(function* () {
  const { folder } = yield* Downloads
  const path = yield* Path.Path
  if (folder !== undefined) return folder
  const { EBCLE_CACHE_DIR, XDG_CACHE_HOME } = process.env
  const cache = EBCLE_CACHE_DIR
    ? path.resolve(EBCLE_CACHE_DIR)
    : path.join(XDG_CACHE_HOME || path.join(homedir(), ".cache"), "ebcle")
  return path.join(cache, "datasets")
})
