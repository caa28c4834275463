#include "kernel.h"

#include <cstdio>
#include <cstdlib>

namespace ebcle {
namespace {

void checkRegistration(const char* name, const TF_Status* status) {
  if (TF_GetCode(status) == TF_OK) return;
  std::fprintf(stderr, "ebcle: %s could not be registered: %s\n", name, TF_Message(status));
  std::abort();
}

}  // namespace

void registerOperation(const char* name, const std::vector<const char*>& inputs,
                       const std::vector<const char*>& outputs, const std::vector<const char*>& attributes,
                       void (*shapes)(TF_ShapeInferenceContext*, TF_Status*)) {
  TF_OpDefinitionBuilder* builder = TF_NewOpDefinitionBuilder(name);
  for (const char* input : inputs) TF_OpDefinitionBuilderAddInput(builder, input);
  for (const char* output : outputs) TF_OpDefinitionBuilderAddOutput(builder, output);
  for (const char* attribute : attributes) TF_OpDefinitionBuilderAddAttr(builder, attribute);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(builder, shapes);
  const auto status = newStatus();
  TF_RegisterOpDefinition(builder, status.get());
  checkRegistration(name, status.get());
}

void sameShape(TF_ShapeInferenceContext* context, int input, int output, TF_Status* status) {
  const Owned<TF_ShapeHandle> shape(TF_NewShapeHandle());
  TF_ShapeInferenceContextGetInput(context, input, shape.get(), status);
  if (TF_GetCode(status) == TF_OK) TF_ShapeInferenceContextSetOutput(context, output, shape.get(), status);
}

void unknownShape(TF_ShapeInferenceContext* context, TF_Status* status) {
  TF_ShapeInferenceContextSetUnknownShape(context, status);
}

void registerKernel(const char* name, TF_DataType type, void* (*create)(TF_OpKernelConstruction*),
                    void (*compute)(void*, TF_OpKernelContext*), void (*destroy)(void*)) {
  TF_KernelBuilder* builder = TF_NewKernelBuilder(name, "CPU", create, compute, destroy);
  const auto status = newStatus();
  TF_KernelBuilder_TypeConstraint(builder, "T", type, status.get());
  checkRegistration(name, status.get());
  TF_RegisterKernelBuilder(name, builder, status.get());
  checkRegistration(name, status.get());
}

}  // namespace ebcle
