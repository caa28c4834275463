/** A layer cannot be applied to what the ones before it give: a network that someone put together wrongly. */
export class LayerError extends Error {
  override readonly name = "LayerError"
}
