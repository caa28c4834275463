/** Names of the variables that are not parameters of the network. */
export const names = {
  pixelMean: "pixels.mean",
  pixelScale: "pixels.scale",
  order: "order",
  seed: "seed",
  learningRates: "learningRates",
  images: (split: "train" | "test") => `${split}.images`,
  labels: (split: "train" | "test") => `${split}.labels`
}
