/** Some images in a row, and their labels: uint8 [count, height, width, channels] and int32 [count]. */
export interface ImageChunk {
  readonly images: Uint8Array
  readonly labels: Int32Array
  /**
   * Says that nobody looks at the images any more, so that their memory is used again. Absent where they are somebody
   * else's as well; who does not say it leaves them to be collected.
   */
  readonly release?: () => void
}

/** Pixels of one record batch: large enough to read fast, small enough to be a unit of work and of progress. */
const shardBytes = 8 * 2 ** 20

/** Images of `imageBytes` bytes that make a record batch; chunks of so many are written without a copy. */
export const shardRows = (imageBytes: number): number => Math.max(1, Math.floor(shardBytes / imageBytes))
