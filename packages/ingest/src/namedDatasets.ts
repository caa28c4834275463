import { cifar10Releases, cifar100Releases } from "./cifar/cifarReleases.ts"
import { dataFolderDataset, type RemoteRelease } from "./dataFolderDataset.ts"
import type { RemoteFile } from "./download/fetchSource.ts"
import { fashionRelease } from "./idx/fashionMnist.ts"
import { downsampledImageNet } from "./imagenet/imagenetReleases.ts"
import { svhnRelease } from "./mat/svhnRelease.ts"
import { stl10Release } from "./stl10/stl10Release.ts"

/** A file of which MD5 alone is known. */
const remoteOf = (file: string, folder: string, bytes: number, md5: string): RemoteFile => ({
  file,
  url: `${folder}/${file}`,
  bytes,
  digest: { algorithm: "md5", hex: md5 }
})

const toronto = "https://www.cs.toronto.edu/~kriz"

/** Digests as on the page of the datasets. */
const cifar10Archive: RemoteRelease = {
  files: [remoteOf("cifar-10-python.tar.gz", toronto, 170_498_071, "c58f30108f718f92721af3b95e74349a")]
}
const cifar100Archive: RemoteRelease = {
  files: [remoteOf("cifar-100-python.tar.gz", toronto, 169_001_437, "eb9058c3a382ffc7106e4002c42a8d85")]
}

const zalando = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com"

/** Digests as in the README of the dataset's repository. */
const fashionFiles: RemoteRelease = {
  folder: fashionRelease.folder,
  files: [
    remoteOf("train-images-idx3-ubyte.gz", zalando, 26_421_880, "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
    remoteOf("train-labels-idx1-ubyte.gz", zalando, 29_515, "25c81989df183df01b3e8a0aad5dffbe"),
    remoteOf("t10k-images-idx3-ubyte.gz", zalando, 4_422_102, "bef4ecab320f06d8554ea6380940ec79"),
    remoteOf("t10k-labels-idx1-ubyte.gz", zalando, 5_148, "bb300cfdad3c16e7a12a480ee83cd310")
  ]
}

const stanfordDigits = "http://ufldl.stanford.edu/housenumbers"

/** Digests as in torchvision's `datasets/svhn.py`: the publisher states none. */
const svhnFiles: RemoteRelease = {
  folder: svhnRelease.folder,
  files: [
    remoteOf("train_32x32.mat", stanfordDigits, 182_040_794, "e26dedcc434d2e4c54c9b2d4a06d8373"),
    remoteOf("test_32x32.mat", stanfordDigits, 64_275_384, "eb5a983be6a315427106f1b164d9cef3")
  ]
}

/** Digest as in torchvision's `datasets/stl10.py`: the publisher states none. */
const stl10Archive: RemoteRelease = {
  files: [
    remoteOf(
      "stl10_binary.tar.gz",
      "http://ai.stanford.edu/~acoates/stl10",
      2_640_397_119,
      "91f7769df0f17e558f3565bffb0c7dfb"
    )
  ]
}

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
  { folders: ["/usr/share/datasets"], remote: fashionFiles }
)

export const stl10 = dataFolderDataset(
  {
    name: "stl10",
    licence: "none stated by its authors; the images are from ImageNet",
    citation:
      "A. Coates, H. Lee, A. Y. Ng, An analysis of single-layer networks in unsupervised feature learning, AISTATS 2011"
  },
  [stl10Release],
  { remote: stl10Archive }
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
  [svhnRelease],
  { remote: svhnFiles }
)
