import type { ReportModel } from "../reportModel.ts"

/** A work that a study rests on: how it is named in a list, where it is found, and how BibTeX has it. */
export interface Reference {
  readonly text: string
  readonly url: string
  readonly bibtex: string
  /** Whether the study, as it was run, used it. */
  readonly used: (model: ReportModel) => boolean
}

const ofFamily =
  (...families: ReadonlyArray<string>) =>
  ({ runs }: ReportModel): boolean =>
    runs.some(({ architecture }) => families.some((family) => architecture.family.includes(family)))

const byOptimizer =
  (...names: ReadonlyArray<string>) =>
  ({ runs }: ReportModel): boolean =>
    runs.some(({ recipe }) => names.includes(recipe.optimizer.algorithm))

const entry = (kind: string, key: string, fields: Readonly<Record<string, string>>): string =>
  `@${kind}{${key},\n${Object.entries(fields)
    .map(([name, value]) => `  ${name} = {${value}}`)
    .join(",\n")}\n}`

const article = (
  used: Reference["used"],
  key: string,
  fields: {
    readonly author: string
    readonly title: string
    readonly where: string
    readonly year: number
    readonly url: string
  },
  kind: "article" | "inproceedings" = "article"
): Reference => {
  const { author, title, url, where, year } = fields
  return {
    used,
    url,
    text: `${author.replaceAll(" and ", ", ").replace(/\.$/, "")}. ${title}. ${where} (${year}).`,
    bibtex: entry(kind, key, {
      author,
      title,
      [kind === "article" ? "journal" : "booktitle"]: where,
      year: String(year),
      url
    })
  }
}

const compared = ({ pairs }: ReportModel): boolean => pairs.length > 0

const works: ReadonlyArray<Reference> = [
  article(() => true, "gowdra2021mitigating", {
    author: "Gowdra, N. and Sinha, R. and MacDonell, S. and Yan, W. Q.",
    title:
      "Mitigating severe over-parameterization in deep convolutional neural networks through forced feature abstraction and compression with an entropy-based heuristic",
    where: "Pattern Recognition 119",
    year: 2021,
    url: "https://arxiv.org/abs/2106.14190"
  }),
  article(({ study }) => study.dataset.name === "mnist", "lecun1998gradient", {
    author: "LeCun, Y. and Bottou, L. and Bengio, Y. and Haffner, P.",
    title: "Gradient-based learning applied to document recognition",
    where: "Proceedings of the IEEE 86(11)",
    year: 1998,
    url: "https://doi.org/10.1109/5.726791"
  }),
  article(
    ofFamily("resnet"),
    "he2016deep",
    {
      author: "He, K. and Zhang, X. and Ren, S. and Sun, J.",
      title: "Deep residual learning for image recognition",
      where: "CVPR",
      year: 2016,
      url: "https://arxiv.org/abs/1512.03385"
    },
    "inproceedings"
  ),
  article(
    ofFamily("resnext"),
    "xie2017aggregated",
    {
      author: "Xie, S. and Girshick, R. and Dollár, P. and Tu, Z. and He, K.",
      title: "Aggregated residual transformations for deep neural networks",
      where: "CVPR",
      year: 2017,
      url: "https://arxiv.org/abs/1611.05431"
    },
    "inproceedings"
  ),
  article(
    ofFamily("densenet"),
    "huang2017densely",
    {
      author: "Huang, G. and Liu, Z. and van der Maaten, L. and Weinberger, K. Q.",
      title: "Densely connected convolutional networks",
      where: "CVPR",
      year: 2017,
      url: "https://arxiv.org/abs/1608.06993"
    },
    "inproceedings"
  ),
  article(
    ofFamily("efficientnet"),
    "tan2019efficientnet",
    {
      author: "Tan, M. and Le, Q. V.",
      title: "EfficientNet: rethinking model scaling for convolutional neural networks",
      where: "ICML",
      year: 2019,
      url: "https://arxiv.org/abs/1905.11946"
    },
    "inproceedings"
  ),
  article(
    ofFamily("mobilenet-v2", "mobilenetV2"),
    "sandler2018mobilenetv2",
    {
      author: "Sandler, M. and Howard, A. and Zhu, M. and Zhmoginov, A. and Chen, L.-C.",
      title: "MobileNetV2: inverted residuals and linear bottlenecks",
      where: "CVPR",
      year: 2018,
      url: "https://arxiv.org/abs/1801.04381"
    },
    "inproceedings"
  ),
  article(
    ofFamily("vgg"),
    "simonyan2015very",
    {
      author: "Simonyan, K. and Zisserman, A.",
      title: "Very deep convolutional networks for large-scale image recognition",
      where: "ICLR",
      year: 2015,
      url: "https://arxiv.org/abs/1409.1556"
    },
    "inproceedings"
  ),
  article(
    byOptimizer("adam"),
    "kingma2015adam",
    {
      author: "Kingma, D. P. and Ba, J.",
      title: "Adam: a method for stochastic optimization",
      where: "ICLR",
      year: 2015,
      url: "https://arxiv.org/abs/1412.6980"
    },
    "inproceedings"
  ),
  article(
    byOptimizer("adamw"),
    "loshchilov2019decoupled",
    {
      author: "Loshchilov, I. and Hutter, F.",
      title: "Decoupled weight decay regularization",
      where: "ICLR",
      year: 2019,
      url: "https://arxiv.org/abs/1711.05101"
    },
    "inproceedings"
  ),
  article(
    byOptimizer("lamb"),
    "you2020large",
    {
      author: "You, Y. and Li, J. and Reddi, S. and others",
      title: "Large batch optimization for deep learning: training BERT in 76 minutes",
      where: "ICLR",
      year: 2020,
      url: "https://arxiv.org/abs/1904.00962"
    },
    "inproceedings"
  ),
  article(
    ({ runs }) => runs.some(({ identity }) => identity !== undefined),
    "kornblith2019similarity",
    {
      author: "Kornblith, S. and Norouzi, M. and Lee, H. and Hinton, G.",
      title: "Similarity of neural network representations revisited",
      where: "ICML",
      year: 2019,
      url: "https://arxiv.org/abs/1905.00414"
    },
    "inproceedings"
  ),
  article(compared, "wellek2010testing", {
    author: "Wellek, S.",
    title: "Testing statistical hypotheses of equivalence and noninferiority, 2nd edition",
    where: "CRC Press",
    year: 2010,
    url: "https://doi.org/10.1201/EBK1439808184"
  }),
  article(({ pairs }) => pairs.length > 1, "holm1979simple", {
    author: "Holm, S.",
    title: "A simple sequentially rejective multiple test procedure",
    where: "Scandinavian Journal of Statistics 6(2)",
    year: 1979,
    url: "https://www.jstor.org/stable/4615733"
  }),
  article(({ pairs }) => pairs.some(({ comparison }) => comparison.posterior !== null), "benavoli2017time", {
    author: "Benavoli, A. and Corani, G. and Demšar, J. and Zaffalon, M.",
    title: "Time for a change: a tutorial for comparing multiple classifiers through Bayesian analysis",
    where: "Journal of Machine Learning Research 18(77)",
    year: 2017,
    url: "https://jmlr.org/papers/v18/16-305.html"
  }),
  article(({ comparison }) => comparison.ranking !== null, "demsar2006statistical", {
    author: "Demšar, J.",
    title: "Statistical comparisons of classifiers over multiple data sets",
    where: "Journal of Machine Learning Research 7",
    year: 2006,
    url: "https://jmlr.org/papers/v7/demsar06a.html"
  })
]

/** The works that a study used, as it was run. */
export const references = (model: ReportModel): ReadonlyArray<Reference> => works.filter(({ used }) => used(model))
