import { readFileSync } from "node:fs"

/** What `golden/golden.py` wrote. */
export interface Golden {
  readonly integers: ReadonlyArray<number>
  readonly normals: ReadonlyArray<number>
  readonly order: ReadonlyArray<number>
  readonly largeOrder: ReadonlyArray<number>
  readonly cosine: ReadonlyArray<number>
  readonly cosineWithoutWarmUp: ReadonlyArray<number>
}

/** The bytes of a golden file. */
export const goldenFile = (name: string): Uint8Array => readFileSync(new URL(`golden/${name}`, import.meta.url))

export const golden = JSON.parse(new TextDecoder().decode(goldenFile("golden.json"))) as Golden
