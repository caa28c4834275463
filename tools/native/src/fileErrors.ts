import type { PlatformError } from "effect"
import { NativeError } from "./nativeError.ts"

/** Turns a failed file operation into our error: a full disk is told apart from a folder that may not be written. */
export const fileError =
  (folder: string, cure: string) =>
  (cause: PlatformError.PlatformError): NativeError =>
    isDiskFull(cause)
      ? new NativeError({
          reason: "NoSpace",
          problem: `${folder}: the disk is full`,
          cure: "free some space and run again"
        })
      : new NativeError({ reason: "NotWritable", problem: `${folder}: ${oneLine(cause.message)}`, cure })

const isDiskFull = ({ cause }: PlatformError.PlatformError): boolean =>
  cause instanceof Error && "code" in cause && (cause.code === "ENOSPC" || cause.code === "EDQUOT")

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim()
