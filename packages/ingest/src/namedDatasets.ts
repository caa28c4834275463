import { cifar10Releases, cifar100Releases } from "./cifar/cifarReleases.ts"
import { dataFolderDataset } from "./dataFolderDataset.ts"
import type { RemoteFile } from "./download/fetchSource.ts"
import { fashionRelease } from "./idx/fashionMnist.ts"
import { downsampledImageNet } from "./imagenet/imagenetReleases.ts"
import { svhnRelease } from "./mat/svhnRelease.ts"
import { stl10Release } from "./stl10/stl10Release.ts"

/** Of a publisher who states MD5 alone. */
const remoteOf = (file: string, folder: string, bytes: number, md5: string): RemoteFile => ({
  file,
  url: `${folder}/${file}`,
  bytes,
  digest: { algorithm: "md5", hex: md5 }
})

const toronto = "https://www.cs.toronto.edu/~kriz"

/** Digests as on the page of the datasets. */
const cifar10Archive = remoteOf("cifar-10-python.tar.gz", toronto, 170_498_071, "c58f30108f718f92721af3b95e74349a")
const cifar100Archive = remoteOf("cifar-100-python.tar.gz", toronto, 169_001_437, "eb9058c3a382ffc7106e4002c42a8d85")

const krizhevsky = {
  licence: "none stated by its authors",
  citation: "A. Krizhevsky, Learning multiple layers of features from tiny images, technical report, 2009"
}

const chrabaszcz = {
  licence: "non-commercial research and education, by the terms of ImageNet",
  citation:
    "P. Chrabaszcz, I. Loshchilov, F. Hutter, A downsampled variant of ImageNet as an alternative to the CIFAR datasets, arXiv:1707.08819, 2017"
}

export const cifar10 = dataFolderDataset({ name: "cifar10", ...krizhevsky }, cifar10Releases, {
  remote: cifar10Archive
})

/** With its 100 fine classes. */
export const cifar100 = dataFolderDataset({ name: "cifar100", ...krizhevsky }, cifar100Releases("fine"), {
  remote: cifar100Archive
})

/** The same images with the 20 superclasses. */
export const cifar100Coarse = dataFolderDataset(
  { name: "cifar100-coarse", ...krizhevsky },
  cifar100Releases("coarse"),
  { remote: cifar100Archive }
)

/** Debian's package `dataset-fashion-mnist` puts it into `/usr/share/datasets`. */
export const fashionMnist = dataFolderDataset(
  {
    name: "fashion-mnist",
    licence: "MIT, copyright 2017 Zalando SE",
    citation:
      "H. Xiao, K. Rasul, R. Vollgraf, Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms, arXiv:1708.07747, 2017"
  },
  [fashionRelease],
  { folders: ["/usr/share/datasets"] }
)

export const stl10 = dataFolderDataset(
  {
    name: "stl10",
    licence: "none stated by its authors; the images are from ImageNet",
    citation:
      "A. Coates, H. Lee, A. Y. Ng, An analysis of single-layer networks in unsupervised feature learning, AISTATS 2011"
  },
  [stl10Release]
)

export const imagenet32 = dataFolderDataset({ name: "imagenet32", ...chrabaszcz }, downsampledImageNet(32))

export const imagenet64 = dataFolderDataset({ name: "imagenet64", ...chrabaszcz }, downsampledImageNet(64))

export const svhn = dataFolderDataset(
  {
    name: "svhn",
    licence: "non-commercial use, as stated by its authors",
    citation:
      "Y. Netzer, T. Wang, A. Coates, A. Bissacco, B. Wu, A. Y. Ng, Reading digits in natural images with unsupervised feature learning, NIPS workshop, 2011"
  },
  [svhnRelease]
)
