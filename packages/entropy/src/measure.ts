/** A measure of single images, in nats. */
export interface Measure {
  /** The largest value that an image of 8-bit values can have; the profile's histogram ends there. */
  readonly ceiling: number
  /** Of uint8 [count, size] the measure of each image, float64 [count]. */
  readonly perImage: (images: Uint8Array, size: number) => Float64Array
}
