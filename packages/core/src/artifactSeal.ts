import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs"
import { sha256 } from "./canonicalJson.ts"
import type { Manifest, ManifestFile } from "./manifest.ts"

export const manifestName = "manifest.json"
/** Guards the manifest as the manifest guards the files; `sha256sum -c` reads it. */
export const manifestHashName = "manifest.json.sha256"
/** Holds the artifact's digest alone: what a build cache reads to know whether the bytes changed. */
export const digestName = "digest"

export const manifestHash = (manifest: string | Uint8Array): string => `${sha256(manifest)}  ${manifestName}\n`

/** What a manifest says of an artifact's bytes. */
export type Seal = Pick<Manifest, "format" | "key" | "files" | "digest">

const isCount = (value: unknown): boolean => typeof value === "number" && value >= 0

const isFile = (value: unknown): boolean => {
  if (typeof value !== "object" || value === null) return false
  const { bytes, modified, path, sha256 }: { readonly [K in keyof ManifestFile]?: unknown } = value
  return (
    typeof path === "string" &&
    Number.isSafeInteger(bytes) &&
    isCount(bytes) &&
    isCount(modified) &&
    typeof sha256 === "string"
  )
}

/** What the schema of a manifest says of these parts: its interpreter took longer than to read the files. */
const isSeal = (value: unknown): value is Seal => {
  if (typeof value !== "object" || value === null) return false
  const { digest, files, format, key }: { readonly [K in keyof Seal]?: unknown } = value
  return (
    format === 1 && typeof key === "string" && typeof digest === "string" && Array.isArray(files) && files.every(isFile)
  )
}

/** Room for the longest manifest that is read without asking for its size. */
const room = Buffer.alloc(1 << 18)

/** A file as it is, a view that lasts until the next is read; undefined where there is none to read. */
export const readNow = (file: string): Buffer | undefined => {
  let descriptor: number
  try {
    descriptor = openSync(file, "r")
  } catch {
    return undefined
  }
  try {
    const length = readSync(descriptor, room, 0, room.length, 0)
    return length < room.length ? room.subarray(0, length) : readFileSync(file)
  } catch {
    return undefined
  } finally {
    closeSync(descriptor)
  }
}

const statNow = (at: string) => {
  try {
    return statSync(at, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

const [beforeParams, afterParams] = ['\n  "params": ', '\n  "inputs": ']

/** A manifest as it is written: indented, but the parameters, most of it, on one line, as it is read and hashed often. */
export const manifestText = (manifest: Manifest): string => {
  const indented = JSON.stringify({ ...manifest, params: null }, null, 2)
  return `${indented.replace(`${beforeParams}null`, () => beforeParams + JSON.stringify(manifest.params))}\n`
}

/** A manifest's text without the parameters: as it is indented, no line but that of a key of its own begins with two spaces and a quote. */
const withoutParams = (text: Buffer): string => {
  const [from, to] = [text.indexOf(beforeParams), text.lastIndexOf(afterParams)]
  return from < 0 || to < from ? text.toString() : text.toString("utf8", 0, from) + text.toString("utf8", to)
}

export const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * What an artifact's manifest says, where it and the files that guard it are as they were written; else undefined.
 *
 * It is read at once and not by effects, and without the parameters: a workspace may have tens of thousands of
 * artifacts, and to wait for three small files of each took longer than everything else.
 */
export const readSeal = (folder: string): Seal | undefined => {
  const hash = readNow(`${folder}/${manifestHashName}`)?.toString()
  const stated = readNow(`${folder}/${digestName}`)?.toString()
  const manifest = readNow(`${folder}/${manifestName}`)
  if (manifest === undefined || hash === undefined || hash !== manifestHash(manifest)) return undefined
  const seal = parsed(withoutParams(manifest))
  return isSeal(seal) && stated === `${seal.digest}\n` ? seal : undefined
}

/** Whether the files of an artifact have the sizes and time stamps that its seal states. */
export const isUntouched = (folder: string, { files }: Seal): boolean =>
  files.every(({ bytes, modified, path }) => {
    const found = statNow(`${folder}/${path}`)
    return found !== undefined && found.size === bytes && Math.floor(found.mtimeMs) === modified
  })
