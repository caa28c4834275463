import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs"
import { join } from "node:path"
import { Option, Schema } from "effect"
import { sha256 } from "./canonicalJson.ts"
import { Manifest } from "./manifest.ts"

export const manifestName = "manifest.json"
/** Guards the manifest as the manifest guards the files; `sha256sum -c` reads it. */
export const manifestHashName = "manifest.json.sha256"
/** Holds the artifact's digest alone: what a build cache reads to know whether the bytes changed. */
export const digestName = "digest"

export const manifestHash = (manifest: string | Uint8Array): string => `${sha256(manifest)}  ${manifestName}\n`

const { digest, files, key } = Manifest.fields
const decodeSeal = Schema.decodeUnknownOption(Schema.Struct({ format: Manifest.fields.format, key, files, digest }))

/** What a manifest says of an artifact's bytes. */
export type Seal = Pick<Manifest, "key" | "files" | "digest">

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
  const hash = readNow(join(folder, manifestHashName))?.toString()
  const stated = readNow(join(folder, digestName))?.toString()
  const manifest = readNow(join(folder, manifestName))
  if (manifest === undefined || hash === undefined || hash !== manifestHash(manifest)) return undefined
  const seal = Option.getOrUndefined(decodeSeal(parsed(withoutParams(manifest))))
  return seal !== undefined && stated === `${seal.digest}\n` ? seal : undefined
}

/** Whether the files of an artifact have the sizes and time stamps that its seal states. */
export const isUntouched = (folder: string, { files }: Seal): boolean =>
  files.every(({ bytes, modified, path }) => {
    const found = statNow(join(folder, path))
    return found !== undefined && found.size === bytes && Math.floor(found.mtimeMs) === modified
  })
