import type { MeasureName } from "@ebcle/core"
import type { Shape } from "./measure.ts"

/** Images that a worker takes at a time: enough work that taking them costs nothing, and little to wait for at the end. */
export const block = 16

/** What a worker shares with the thread that started it, and with its fellows. */
export interface WorkerTask {
  readonly names: ReadonlyArray<MeasureName>
  readonly shape: Shape
  /** uint8 [images, height, width, channels]. */
  readonly images: SharedArrayBuffer
  /** float64 [images, columns]. */
  readonly results: SharedArrayBuffer
  /** int32 [1]: the first image that nobody has taken yet. */
  readonly next: SharedArrayBuffer
}
