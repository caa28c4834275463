import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import path from "node:path"
import { pipeline } from "node:stream/promises"
import { createGunzip } from "node:zlib"
import { extract } from "tar-stream"

const sha256 = (data) => createHash("sha256").update(data).digest("hex")

/** What Nx keeps beside a task's outputs. */
const ofNx = new Set(["terminalOutput", "code"])
/** What is read as text: the files that guard the others. */
const guards = new Set(["manifest.json", "manifest.json.sha256", "digest"])

/** The files of an entry (a gzipped tar), each with its SHA-256, and the guards' texts. */
const filesOf = async (file) => {
  const files = new Map()
  // Nx writes its own files with headers from before the format had a name.
  const unpack = extract({ allowUnknownFormat: true })
  const reading = (async () => {
    for await (const entry of unpack) {
      const { name, type } = entry.header
      const hash = createHash("sha256")
      const chunks = []
      for await (const chunk of entry) {
        hash.update(chunk)
        if (guards.has(path.posix.basename(name))) chunks.push(chunk)
      }
      if (type === "directory") continue
      if (type !== "file") throw new Error(`${name} is a ${type}`)
      files.set(name, { sha256: hash.digest("hex"), text: Buffer.concat(chunks).toString("utf8") })
    }
  })()
  await Promise.all([pipeline(createReadStream(file), createGunzip(), unpack), reading])
  return files
}

/** What is wrong with the artifact in a folder of an entry; its files are taken out of `left`. */
const artifactFault = (folder, files, left) => {
  const at = (name) => path.posix.join(folder, name)
  const { text } = files.get(at("manifest.json"))
  if (files.get(at("manifest.json.sha256"))?.text !== `${sha256(text)}  manifest.json\n`) {
    return `${at("manifest.json")} is not the manifest that was written`
  }
  const manifest = JSON.parse(text)
  if (files.get(at("digest"))?.text !== `${manifest.digest}\n`)
    return `${at("digest")} does not agree with the manifest`
  for (const name of guards) left.delete(at(name))
  for (const { path: name, sha256: expected } of manifest.files) {
    if (files.get(at(name))?.sha256 !== expected)
      return `${at(name)} does not have the SHA-256 that its manifest states`
    left.delete(at(name))
  }
  return undefined
}

/**
 * What is wrong with an entry of a cache that others write to, or undefined: everything in it has to be part of an
 * artifact, and to have the digest that the artifact's manifest states.
 */
export const entryFault = async (file) => {
  try {
    const files = await filesOf(file)
    const left = new Set([...files.keys()].filter((name) => !ofNx.has(name)))
    for (const name of files.keys()) {
      if (path.posix.basename(name) !== "manifest.json") continue
      const fault = artifactFault(path.posix.dirname(name), files, left)
      if (fault !== undefined) return fault
    }
    const [extra] = left
    return extra === undefined ? undefined : `${extra} is in no manifest`
  } catch (error) {
    return error.message
  }
}
