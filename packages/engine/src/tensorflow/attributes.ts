import { create, type MessageInitShape } from "@bufbuild/protobuf"
import type { DType, Shape } from "@ebcle/tensor"
import { type AttrValue, AttrValueSchema } from "../generated/tensorflow/core/framework/attr_value_pb.ts"
import { TensorProtoSchema } from "../generated/tensorflow/core/framework/tensor_pb.ts"
import {
  type TensorShapeProto,
  TensorShapeProtoSchema
} from "../generated/tensorflow/core/framework/tensor_shape_pb.ts"
import { DataType } from "../generated/tensorflow/core/framework/types_pb.ts"

const dataTypes: Readonly<Record<DType | "float64" | "uint64" | "string" | "resource", DataType>> = {
  float32: DataType.DT_FLOAT,
  bfloat16: DataType.DT_BFLOAT16,
  float64: DataType.DT_DOUBLE,
  float16: DataType.DT_HALF,
  int32: DataType.DT_INT32,
  uint8: DataType.DT_UINT8,
  bool: DataType.DT_BOOL,
  uint64: DataType.DT_UINT64,
  string: DataType.DT_STRING,
  resource: DataType.DT_RESOURCE
}

type TypeName = keyof typeof dataTypes

const shapeProto = (shape: Shape): TensorShapeProto =>
  create(TensorShapeProtoSchema, { dim: shape.map((size) => ({ size: BigInt(size) })) })

const attribute = (value: MessageInitShape<typeof AttrValueSchema>["value"]): AttrValue =>
  create(AttrValueSchema, value === undefined ? {} : { value })

/** TensorFlow's number for an element type. */
export const dataType = (name: TypeName): DataType => dataTypes[name]

/** Attribute values, one function for each kind that a NodeDef can hold. */
export const attr = {
  type: (name: TypeName) => attribute({ case: "type", value: dataTypes[name] }),
  types: (names: ReadonlyArray<TypeName>) =>
    attribute({ case: "list", value: { type: names.map((name) => dataTypes[name]) } }),
  shape: (shape: Shape) => attribute({ case: "shape", value: shapeProto(shape) }),
  shapes: (shapes: ReadonlyArray<Shape>) => attribute({ case: "list", value: { shape: shapes.map(shapeProto) } }),
  int: (value: number) => attribute({ case: "i", value: BigInt(value) }),
  ints: (values: ReadonlyArray<number>) => attribute({ case: "list", value: { i: values.map(BigInt) } }),
  float: (value: number) => attribute({ case: "f", value }),
  bool: (value: boolean) => attribute({ case: "b", value }),
  text: (value: string) => attribute({ case: "s", value: new TextEncoder().encode(value) }),
  function: (name: string) => attribute({ case: "func", value: { name } }),
  tensor: (dtype: DType, shape: Shape, values: ReadonlyArray<number>) => {
    const numbers =
      dtype === "float32"
        ? { floatVal: [...values] }
        : dtype === "bool"
          ? { boolVal: values.map(Boolean) }
          : { intVal: [...values] }
    return attribute({
      case: "tensor",
      value: create(TensorProtoSchema, { dtype: dataTypes[dtype], tensorShape: shapeProto(shape), ...numbers })
    })
  }
}
