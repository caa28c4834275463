import type { Release } from "../release.ts"
import { openSvhn } from "./svhnDataset.ts"

const files = ["train_32x32.mat", "test_32x32.mat"] as const

/** The cropped digits of SVHN, "format 2": https://ufldl.stanford.edu/housenumbers. */
export const svhnRelease: Release = {
  folder: "svhn",
  archives: [],
  required: files,
  optional: [],
  open: (found) => openSvhn(found.get(files[0])!, found.get(files[1])!)
}
