import { Effect } from "effect"
import { cifar10Releases, cifar100Releases } from "./cifar/cifarReleases.ts"
import { dataFolder } from "./dataFolder.ts"
import type { DatasetSource } from "./datasetSource.ts"
import { fashionRelease } from "./idx/fashionMnist.ts"
import { downsampledImageNet } from "./imagenet/imagenetReleases.ts"
import { svhnRelease } from "./mat/svhnRelease.ts"
import { findRelease, type Release, releaseDataset } from "./release.ts"
import { stl10Release } from "./stl10/stl10Release.ts"

/** A dataset that is looked for in the data folder, and then in others. */
const inDataFolder = (
  about: Pick<DatasetSource, "name" | "licence" | "citation">,
  releases: ReadonlyArray<Release>,
  others: ReadonlyArray<string> = []
): DatasetSource =>
  releaseDataset(
    about,
    Effect.flatMap(dataFolder, (folder) => findRelease(about.name, releases, [folder, ...others]))
  )

const krizhevsky = {
  licence: "none stated by its authors",
  citation: "A. Krizhevsky, Learning multiple layers of features from tiny images, technical report, 2009"
}

const chrabaszcz = {
  licence: "non-commercial research and education, by the terms of ImageNet",
  citation:
    "P. Chrabaszcz, I. Loshchilov, F. Hutter, A downsampled variant of ImageNet as an alternative to the CIFAR datasets, arXiv:1707.08819, 2017"
}

export const cifar10 = inDataFolder({ name: "cifar10", ...krizhevsky }, cifar10Releases)

/** With its 100 fine classes. */
export const cifar100 = inDataFolder({ name: "cifar100", ...krizhevsky }, cifar100Releases("fine"))

/** The same images with the 20 superclasses. */
export const cifar100Coarse = inDataFolder({ name: "cifar100-coarse", ...krizhevsky }, cifar100Releases("coarse"))

/** Debian's package `dataset-fashion-mnist` puts it into `/usr/share/datasets`. */
export const fashionMnist = inDataFolder(
  {
    name: "fashion-mnist",
    licence: "MIT, copyright 2017 Zalando SE",
    citation:
      "H. Xiao, K. Rasul, R. Vollgraf, Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms, arXiv:1708.07747, 2017"
  },
  [fashionRelease],
  ["/usr/share/datasets"]
)

export const stl10 = inDataFolder(
  {
    name: "stl10",
    licence: "none stated by its authors; the images are from ImageNet",
    citation:
      "A. Coates, H. Lee, A. Y. Ng, An analysis of single-layer networks in unsupervised feature learning, AISTATS 2011"
  },
  [stl10Release]
)

export const imagenet32 = inDataFolder({ name: "imagenet32", ...chrabaszcz }, downsampledImageNet(32))

export const imagenet64 = inDataFolder({ name: "imagenet64", ...chrabaszcz }, downsampledImageNet(64))

export const svhn = inDataFolder(
  {
    name: "svhn",
    licence: "non-commercial use, as stated by its authors",
    citation:
      "Y. Netzer, T. Wang, A. Coates, A. Bissacco, B. Wu, A. Y. Ng, Reading digits in natural images with unsupervised feature learning, NIPS workshop, 2011"
  },
  [svhnRelease]
)
