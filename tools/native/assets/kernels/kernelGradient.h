#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "buffer.h"
#include "kernel.h"
#include "parallel.h"

namespace ebcle {

/** The sizes of a convolution whose kernel's gradient is wanted: dK[u, v, c, o] = Σ x[n, i·s + u - p, j·s + v - p, c] · dy[n, i, j, o]. */
struct KernelGeometry {
  int64_t batch, height, width, inputs, rows, columns, outputs;
  int64_t kernelHeight, kernelWidth, strideY, strideX, top, left;
};

/**
 * The gradient of a convolution's kernel, summed in float32 over parts of the images and blocks of input channels.
 *
 * `Sum` says how: `Sum::Layout(g, channels)` where the sums of a block lie (`size()` of them, each `at(tap, channel, output)`),
 * and `Sum::addImages(g, layout, x, dy, firstImage, lastImage, firstChannel, channels, sums)` adds the products.
 */
template <typename T, typename Sum>
class KernelGradient {
 public:
  explicit KernelGradient(const Construction& construction)
      : strides_(construction.integers("strides")),
        before_(construction.integers("before")),
        kernel_(construction.integers("kernel")) {
    require(strides_.size() == 2 && before_.size() == 2 && kernel_.size() == 2, "two axes each");
  }

  void operator()(const Context& context) const {
    const Tensor x = context.input(0), dy = context.input(1);
    const KernelGeometry g = {x.dimension(0),  x.dimension(1),  x.dimension(2), x.dimension(3), dy.dimension(1),
                              dy.dimension(2), dy.dimension(3), kernel_[0],     kernel_[1],     strides_[0],
                              strides_[1],     before_[0],      before_[1]};
    const Tensor result = context.output<float>(0, {g.kernelHeight, g.kernelWidth, g.inputs, g.outputs});
    // Blocks of channels need no sum at the end; images are divided too where there are few blocks. Both by the shape alone.
    const int64_t blocks = (g.inputs + channelBlock - 1) / channelBlock;
    const int64_t parts = std::min<int64_t>(g.batch, std::max<int64_t>(1, 8 / blocks));
    std::vector<Buffer<float>> sums(static_cast<size_t>(parts * blocks));
    const auto channelsOf = [&](int64_t block) { return std::min(channelBlock, g.inputs - block * channelBlock); };
    parallelFor(parts * blocks, [&](int64_t task) {
      const int64_t part = task / blocks, block = task % blocks;
      const typename Sum::Layout layout(g, channelsOf(block));
      sums[task] = Buffer<float>(layout.size());
      Sum::addImages(g, layout, x.data<T>(), dy.data<T>(), g.batch * part / parts, g.batch * (part + 1) / parts,
                     block * channelBlock, channelsOf(block), sums[task].data());
    });
    parallelFor(blocks, [&](int64_t block) {
      const int64_t channels = channelsOf(block);
      const typename Sum::Layout layout(g, channels);
      for (int64_t tap = 0; tap < g.kernelHeight * g.kernelWidth; ++tap) {
        for (int64_t c = 0; c < channels; ++c) {
          float* to = result.data<float>() + (tap * g.inputs + block * channelBlock + c) * g.outputs;
          for (int64_t o = 0; o < g.outputs; ++o) {
            float sum = 0;
            for (int64_t part = 0; part < parts; ++part) sum += sums[part * blocks + block][layout.at(tap, c, o)];
            to[o] = sum;
          }
        }
      }
    });
  }

 private:
  /** Input channels that one task works on. */
  static constexpr int64_t channelBlock = 64;

  std::vector<int64_t> strides_, before_, kernel_;
};

/** Registers `EbcleConv2DKernelGrad` for operands of type T, which `type` names as TensorFlow does. */
template <typename T, typename Sum>
bool registerKernelGradient(const char* type) {
  registerOperation("EbcleConv2DKernelGrad", {"x: T", "dy: T"}, {"dk: float"},
                    {type, "strides: list(int)", "before: list(int)", "kernel: list(int)"}, unknownShape);
  registerCpuKernel<KernelGradient<T, Sum>, T>("EbcleConv2DKernelGrad");
  return true;
}

}  // namespace ebcle
