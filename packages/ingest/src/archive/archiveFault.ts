import { fileError, IngestError } from "../ingestError.ts"

/** Why an archive is refused; thrown within streams, turned into an `IngestError` at the rim. */
export class ArchiveFault extends Error {}

/** What went wrong while an archive was read, as an `IngestError`. */
export const archiveError =
  (archive: string) =>
  (cause: unknown): IngestError => {
    if (cause instanceof IngestError) return cause
    if (cause instanceof ArchiveFault)
      return fileError("ArchiveRefused", archive, `${cause.message}; unpack it by hand.`)
    const what = String((cause as Error).message)
      .replaceAll(/\s+/g, " ")
      .slice(0, 200)
    return fileError("ArchiveDamaged", archive, `not a whole archive (${what}); fetch it again.`)
  }

/** Bytes that may come out of an archive, for those that went in: image data pack to half or so, bombs to a 1,000th. */
const mostRatio = 100
/** Small archives may pack better. */
const slack = 2 ** 24

/** @throws ArchiveFault if so many bytes came out of so few */
export const checkRatio = (packed: number, unpacked: number): void => {
  if (unpacked > slack + mostRatio * packed) {
    throw new ArchiveFault(`unpacks to more than ${mostRatio} times its size, as no images do`)
  }
}

/**
 * Base name of a member that stays inside the folder that it is unpacked into.
 *
 * @throws ArchiveFault for a name that leads elsewhere
 */
export const safeName = (name: string): string => {
  const parts = name.split(/[\\/]/)
  if (/^([\\/]|[a-z]:)/i.test(name) || parts.includes("..") || name.includes("\0")) {
    throw new ArchiveFault(`has a member named ${JSON.stringify(name.slice(0, 80))}, which leads out of its folder`)
  }
  return parts.at(-1)!
}

/** What a name says that it is an archive by. */
export const isArchive = (name: string): boolean => /\.(tar|tgz|gz|zip|npz)$/i.test(name)
