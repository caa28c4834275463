#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "lanes.h"
#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"
#include "tensorflow/c/tf_status.h"
#include "tensorflow/c/tf_tensor.h"

namespace ebcle {

struct Release {
  void operator()(TF_Status* status) const { TF_DeleteStatus(status); }
  void operator()(TF_Tensor* tensor) const { TF_DeleteTensor(tensor); }
  void operator()(TF_ShapeHandle* shape) const { TF_DeleteShapeHandle(shape); }
};

template <typename T>
using Owned = std::unique_ptr<T, Release>;

inline Owned<TF_Status> newStatus() { return Owned<TF_Status>(TF_NewStatus()); }

/** Stops a kernel with TensorFlow's own words. */
inline void check(const TF_Status* status) {
  if (TF_GetCode(status) != TF_OK) throw std::runtime_error(TF_Message(status));
}

inline void require(bool holds, const char* message) {
  if (!holds) throw std::invalid_argument(message);
}

template <typename T>
constexpr TF_DataType typeOf() {
  return std::is_same<T, bfloat16>::value ? TF_BFLOAT16 : TF_FLOAT;
}

/** A tensor that a kernel reads or writes. */
class Tensor {
 public:
  explicit Tensor(TF_Tensor* tensor) : tensor_(tensor) {}

  template <typename T>
  T* data() const {
    return static_cast<T*>(TF_TensorData(tensor_.get()));
  }
  int64_t size() const { return TF_TensorElementCount(tensor_.get()); }
  int64_t dimension(int axis) const { return TF_Dim(tensor_.get(), axis); }
  std::vector<int64_t> shape() const {
    std::vector<int64_t> sizes;
    for (int axis = 0; axis < TF_NumDims(tensor_.get()); ++axis) sizes.push_back(dimension(axis));
    return sizes;
  }

 private:
  Owned<TF_Tensor> tensor_;
};

/** What a kernel is made with. */
class Construction {
 public:
  explicit Construction(TF_OpKernelConstruction* raw) : raw_(raw) {}

  float number(const char* name) const {
    float value = 0;
    const auto status = newStatus();
    TF_OpKernelConstruction_GetAttrFloat(raw_, name, &value, status.get());
    check(status.get());
    return value;
  }
  int integer(const char* name) const {
    int32_t value = 0;
    const auto status = newStatus();
    TF_OpKernelConstruction_GetAttrInt32(raw_, name, &value, status.get());
    check(status.get());
    return value;
  }
  bool flag(const char* name) const {
    unsigned char value = 0;
    const auto status = newStatus();
    TF_OpKernelConstruction_GetAttrBool(raw_, name, &value, status.get());
    check(status.get());
    return value != 0;
  }
  std::vector<int64_t> integers(const char* name) const {
    int32_t length = 0, total = 0;
    const auto status = newStatus();
    TF_OpKernelConstruction_GetAttrSize(raw_, name, &length, &total, status.get());
    check(status.get());
    std::vector<int64_t> values(static_cast<size_t>(length));
    TF_OpKernelConstruction_GetAttrInt64List(raw_, name, values.data(), length, status.get());
    check(status.get());
    return values;
  }
  std::string text(const char* name) const {
    int32_t list = 0, length = 0;
    const auto status = newStatus();
    TF_OpKernelConstruction_GetAttrSize(raw_, name, &list, &length, status.get());
    check(status.get());
    std::string value(static_cast<size_t>(length), ' ');
    TF_OpKernelConstruction_GetAttrString(raw_, name, &value[0], value.size(), status.get());
    check(status.get());
    return value;
  }

 private:
  TF_OpKernelConstruction* raw_;
};

/** What a kernel computes with. */
class Context {
 public:
  explicit Context(TF_OpKernelContext* raw) : raw_(raw) {}

  Tensor input(int index) const {
    TF_Tensor* tensor = nullptr;
    const auto status = newStatus();
    TF_GetInput(raw_, index, &tensor, status.get());
    check(status.get());
    return Tensor(tensor);
  }
  template <typename T>
  Tensor output(int index, const std::vector<int64_t>& shape) const {
    size_t bytes = sizeof(T);
    for (int64_t size : shape) bytes *= static_cast<size_t>(size);
    const auto status = newStatus();
    TF_Tensor* tensor = TF_AllocateOutput(raw_, index, typeOf<T>(), shape.data(), static_cast<int>(shape.size()), bytes,
                                          status.get());
    check(status.get());
    return Tensor(tensor);
  }
  /** An output in the memory of an input that nobody else reads, if there is one. To be asked before `input`. */
  Tensor outputInPlace(const std::vector<int>& inputs, int index, const std::vector<int64_t>& shape) const {
    int forwarded = -1;
    const auto status = newStatus();
    TF_Tensor* tensor =
        TF_ForwardInputOrAllocateOutput(raw_, inputs.data(), static_cast<int>(inputs.size()), index, shape.data(),
                                        static_cast<int>(shape.size()), &forwarded, status.get());
    check(status.get());
    return Tensor(tensor);
  }

 private:
  TF_OpKernelContext* raw_;
};

/**
 * Registers an operation: its specification as TensorFlow writes one ("x: T"), and for each output the input whose shape
 * it has. Errors can only be defects of this file; they end the process.
 */
void registerOperation(const char* name, const std::vector<const char*>& inputs, const std::vector<const char*>& outputs,
                       const std::vector<const char*>& attributes,
                       void (*shapes)(TF_ShapeInferenceContext*, TF_Status*));

/** Gives output `output` the shape of input `input`. */
void sameShape(TF_ShapeInferenceContext* context, int input, int output, TF_Status* status);

/** Leaves the shape of output 0 open. */
void unknownShape(TF_ShapeInferenceContext* context, TF_Status* status);

void registerKernel(const char* name, TF_DataType type, void* (*create)(TF_OpKernelConstruction*),
                    void (*compute)(void*, TF_OpKernelContext*), void (*destroy)(void*));

/** Registers `Kernel<T>` on the CPU: made from a Construction, called with a Context; what it throws fails the step. */
template <typename Kernel, typename T>
void registerCpuKernel(const char* name) {
  registerKernel(
      name, typeOf<T>(),
      [](TF_OpKernelConstruction* raw) -> void* {
        try {
          return new Kernel(Construction(raw));
        } catch (const std::exception& error) {
          const auto status = newStatus();
          TF_SetStatus(status.get(), TF_INVALID_ARGUMENT, error.what());
          TF_OpKernelConstruction_Failure(raw, status.get());
          return nullptr;
        }
      },
      [](void* kernel, TF_OpKernelContext* raw) {
        try {
          (*static_cast<const Kernel*>(kernel))(Context(raw));
        } catch (const std::exception& error) {
          const auto status = newStatus();
          TF_SetStatus(status.get(), TF_INVALID_ARGUMENT, error.what());
          TF_OpKernelContext_Failure(raw, status.get());
        }
      },
      [](void* kernel) { delete static_cast<Kernel*>(kernel); });
}

}  // namespace ebcle
