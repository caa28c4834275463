import { Name, Probability, Text } from "@ebcle/core"
import { Schema } from "effect"
import { Seed, Transform } from "../transforms/transform.ts"

const path = Text.annotate({ description: "A path, from the folder of this file on." })
const paths = Schema.Array(path).check(Schema.isMinLength(1, { expected: "at least one path" }))

const about = {
  $schema: Schema.optionalKey(Schema.String),
  licence: Text.annotate({ description: "Under which terms the images may be used." }),
  citation: Text.annotate({ description: "Whom to name as their source." })
}

const classes = Schema.Array(Text)
  .check(
    Schema.isMinLength(2, { expected: "at least two classes" }),
    Schema.isUnique({ expected: "classes that differ from each other" })
  )
  .annotate({ description: "The names of the classes; label 0 is the first." })

const side = Schema.Int.check(
  Schema.isBetween({ minimum: 1, maximum: 4096 }, { expected: "a whole number from 1 to 4096" })
)
const resize = Schema.optionalKey(
  Schema.Tuple([side, side]).annotate({
    description:
      "[height, width] of all images: cut to these proportions around the centre, then resized by a triangle filter. Without it all must have one size."
  })
)

const idxFiles = Schema.Struct({ images: path, labels: path })

/** A dataset in files of yours. */
const Files = [
  Schema.Struct({
    ...about,
    format: Schema.Literal("images"),
    folder: path,
    split: Schema.optionalKey(
      Schema.Struct({
        testShare: Probability.annotate({ description: "The share of each class that is held out." }),
        seed: Seed
      }).annotate({
        description:
          "Which images are held out where the folder has no train and test, and the order of all; { testShare: 0.2, seed: 1 } by default."
      })
    ),
    resize
  }).annotate({
    description: "Folders of PNG, JPEG and WebP images: train/CLASS/FILE and test/CLASS/FILE, or CLASS/FILE."
  }),
  Schema.Struct({
    ...about,
    format: Schema.Literal("parquet"),
    train: paths,
    test: paths,
    columns: Schema.optionalKey(
      Schema.Struct({ image: Text, label: Text }).annotate({
        description: "What the columns are called; by default image or img, and label."
      })
    ),
    classes: Schema.optionalKey(classes),
    resize
  }).annotate({ description: "Parquet files with a column of image files (bytes, path) and one of labels." }),
  Schema.Struct({ ...about, format: Schema.Literal("svhn"), train: path, test: path }).annotate({
    description:
      "MATLAB files with X, height x width x channels x count, and y, labels of 1 to 10, 10 being the digit 0."
  }),
  Schema.Struct({ ...about, format: Schema.Literal("idx"), train: idxFiles, test: idxFiles, classes }).annotate({
    description: "IDX files, raw or gzip, of images of one channel and of labels."
  }),
  Schema.Struct({ ...about, format: Schema.Literal("arrow"), train: path, test: path }).annotate({
    description: "Arrow files as ebcle writes them."
  })
] as const

/** A dataset that is made from another one. */
const Derived = Schema.Struct({
  $schema: Schema.optionalKey(Schema.String),
  format: Schema.Literal("derived"),
  from: Text.annotate({
    description:
      "The dataset that it is made from: its name, or the path of a folder or descriptor, from the folder of this file on."
  }),
  transforms: Schema.Array(Transform).check(Schema.isMinLength(1, { expected: "at least one transform" }))
}).annotate({ description: "Another dataset, transformed; each transform is an artifact of its own." })

/** What a file `configs/datasets/NAME.json` says of the dataset NAME. */
export const Descriptor = Schema.Union([...Files, Derived]).annotate({
  title: "ebcle dataset",
  identifier: "Descriptor"
})
export type Descriptor = typeof Descriptor.Type

/** A descriptor of files, not of another dataset. */
export type FilesDescriptor = Exclude<Descriptor, { readonly format: "derived" }>

/** Whether a name may be that of a dataset. */
export const isDatasetName = Schema.is(Name)
