import { nearest } from "./nearest.ts"
import { ZooError } from "./zooError.ts"

/** What was published for a depth. Throws ZooError `UnsupportedDepth`, with the nearest, for any other. */
export const publishedDepth = <A>(family: string, published: ReadonlyMap<number, A>, depth: number): A => {
  const found = published.get(depth)
  if (found !== undefined) return found
  const depths = [...published.keys()]
  throw new ZooError(
    "UnsupportedDepth",
    `${family} has ${depths.join(", ")} layers, not ${depth}: ${nearest(depths, depth)}`
  )
}
