// The gradients of a depthwise convolution, where oneDNN has no compiled kernel: those of 5x5 kernels, and those of the
// input under strides, take it up to thirty times as long. Every channel is by itself; float32 arithmetic. An image is laid,
// with its zeros around it, into a part that stays in the cache; then no tap has to ask where it is.

#include <algorithm>
#include <vector>

#include "buffer.h"
#include "kernel.h"
#include "parallel.h"

namespace ebcle {
namespace {

struct Geometry {
  int64_t batch, height, width, channels, rows, columns;
  int64_t kernelHeight, kernelWidth, strideY, strideX, top, left;

  int64_t paddedHeight() const { return (rows - 1) * strideY + kernelHeight; }
  int64_t paddedWidth() const { return (columns - 1) * strideX + kernelWidth; }
};

/** Channels that are worked on at once: two registers. */
constexpr int64_t blockChannels = 2 * laneCount;
/** A block of neighbouring channels. */
struct Block {
  int64_t first, count;
};

int64_t blocksOf(const Geometry& g) { return (g.channels + blockChannels - 1) / blockChannels; }

Block blockAt(const Geometry& g, int64_t index) {
  const int64_t first = index * blockChannels;
  return {first, std::min(blockChannels, g.channels - first)};
}

/** Copies the channels of a block of one pixel; what fills no register is left zero. */
template <typename T>
void copyPixel(const T* from, const Block& block, float* to) {
  for (int64_t c = 0; c < block.count; c += laneCount) {
    const int64_t count = std::min<int64_t>(laneCount, block.count - c);
    store(to + c, count == laneCount ? load(from + c) : loadSome(from + c, count));
  }
}

template <typename T>
void copyBack(const float* from, const Block& block, T* to) {
  for (int64_t c = 0; c < block.count; c += laneCount) {
    const int64_t count = std::min<int64_t>(laneCount, block.count - c);
    if (count == laneCount) {
      store(to + c, load(from + c));
    } else {
      storeSome(to + c, load(from + c), count);
    }
  }
}

/** Calls `visit(pixel of the image, place in the padded block)` for every pixel of the image that any tap reads. */
template <typename Visit>
void eachPixel(const Geometry& g, const Visit& visit) {
  for (int64_t y = 0; y < g.paddedHeight(); ++y) {
    const int64_t row = y - g.top;
    if (row < 0 || row >= g.height) continue;
    for (int64_t x = 0; x < g.paddedWidth(); ++x) {
      const int64_t column = x - g.left;
      if (column >= 0 && column < g.width) visit(row * g.width + column, (y * g.paddedWidth() + x) * blockChannels);
    }
  }
}

template <typename T>
void layImage(const Geometry& g, const T* image, const Block& block, float* padded) {
  eachPixel(g, [&](int64_t pixel, int64_t at) { copyPixel(image + pixel * g.channels + block.first, block, padded + at); });
}

/** The kernel's weights of a block: [tap, block]. */
template <typename T>
Buffer<float> weightsOf(const Geometry& g, const T* kernel, const Block& block) {
  Buffer<float> weights(g.kernelHeight * g.kernelWidth * blockChannels);
  for (int64_t tap = 0; tap < g.kernelHeight * g.kernelWidth; ++tap)
    copyPixel(kernel + tap * g.channels + block.first, block, weights.data() + tap * blockChannels);
  return weights;
}

/** What both kernels are made with. */
struct Attributes {
  std::vector<int64_t> strides, before;
  explicit Attributes(const Construction& construction)
      : strides(construction.integers("strides")), before(construction.integers("before")) {
    require(strides.size() == 2 && before.size() == 2, "two axes each");
  }
};

/** dx: every output pixel gives its gradient to the pixels that it was made of. */
template <typename T>
class DepthwiseInputGrad {
 public:
  explicit DepthwiseInputGrad(const Construction& construction)
      : attributes_(construction), size_(construction.integers("size")) {}

  void operator()(const Context& context) const {
    const Tensor dy = context.input(0), kernel = context.input(1);
    const Geometry g = {dy.dimension(0),        size_[0],              size_[1],
                        dy.dimension(3),        dy.dimension(1),       dy.dimension(2),
                        kernel.dimension(0),    kernel.dimension(1),   attributes_.strides[0],
                        attributes_.strides[1], attributes_.before[0], attributes_.before[1]};
    const Tensor dx = context.output<T>(0, {g.batch, g.height, g.width, g.channels});
    const int64_t line = g.paddedWidth() * blockChannels;
    parallelFor(g.batch * blocksOf(g), [&](int64_t task) {
      const int64_t image = task / blocksOf(g);
      const Block block = blockAt(g, task % blocksOf(g));
      const Buffer<float> padded(g.paddedHeight() * line);
      const Buffer<float> weights = weightsOf(g, kernel.data<T>(), block);
      Buffer<float> slope(blockChannels);
      for (int64_t row = 0; row < g.rows; ++row) {
        for (int64_t column = 0; column < g.columns; ++column) {
          const int64_t pixel = (image * g.rows + row) * g.columns + column;
          copyPixel(dy.data<T>() + pixel * g.channels + block.first, block, slope.data());
          const Lanes s0 = load(slope.data()), s1 = load(slope.data() + laneCount);
          for (int64_t u = 0; u < g.kernelHeight; ++u) {
            float* to = padded.data() + (row * g.strideY + u) * line + column * g.strideX * blockChannels;
            const float* weight = weights.data() + u * g.kernelWidth * blockChannels;
            for (int64_t v = 0; v < g.kernelWidth; ++v, to += blockChannels, weight += blockChannels) {
              store(to, load(to) + s0 * load(weight));
              store(to + laneCount, load(to + laneCount) + s1 * load(weight + laneCount));
            }
          }
        }
      }
      T* image0 = dx.data<T>() + image * g.height * g.width * g.channels;
      // Pixels that no tap reads have no gradient.
      if (g.paddedHeight() - g.top < g.height || g.paddedWidth() - g.left < g.width) {
        const Buffer<float> zeros(blockChannels);
        for (int64_t pixel = 0; pixel < g.height * g.width; ++pixel)
          copyBack(zeros.data(), block, image0 + pixel * g.channels + block.first);
      }
      eachPixel(g, [&](int64_t pixel, int64_t at) {
        copyBack(padded.data() + at, block, image0 + pixel * g.channels + block.first);
      });
    });
  }

 private:
  Attributes attributes_;
  std::vector<int64_t> size_;
};

/** dk in float32: the sum over all images and pixels. */
template <typename T>
class DepthwiseKernelGrad {
 public:
  explicit DepthwiseKernelGrad(const Construction& construction)
      : attributes_(construction), kernel_(construction.integers("kernel")) {}

  void operator()(const Context& context) const {
    const Tensor x = context.input(0), dy = context.input(1);
    const Geometry g = {x.dimension(0),         x.dimension(1),        x.dimension(2),
                        x.dimension(3),         dy.dimension(1),       dy.dimension(2),
                        kernel_[0],             kernel_[1],            attributes_.strides[0],
                        attributes_.strides[1], attributes_.before[0], attributes_.before[1]};
    const Tensor dk = context.output<float>(0, {g.kernelHeight, g.kernelWidth, 1, g.channels});
    const int64_t taps = g.kernelHeight * g.kernelWidth;
    // A function of the shape alone: the sums of the parts are added in their order.
    const int64_t parts = std::min<int64_t>(g.batch, 8);
    std::vector<Buffer<float>> sums(static_cast<size_t>(parts * blocksOf(g)));
    parallelFor(parts * blocksOf(g), [&](int64_t task) {
      const int64_t part = task / blocksOf(g);
      sums[task] = Buffer<float>(taps * blockChannels);
      for (int64_t image = g.batch * part / parts; image < g.batch * (part + 1) / parts; ++image)
        sumImage(g, x.data<T>(), dy.data<T>(), image, blockAt(g, task % blocksOf(g)), sums[task].data());
    });
    for (int64_t tap = 0; tap < taps; ++tap) {
      for (int64_t c = 0; c < g.channels; ++c) {
        float sum = 0;
        for (int64_t part = 0; part < parts; ++part)
          sum += sums[part * blocksOf(g) + c / blockChannels][tap * blockChannels + c % blockChannels];
        dk.data<float>()[tap * g.channels + c] = sum;
      }
    }
  }

 private:
  static void sumImage(const Geometry& g, const T* x, const T* dy, int64_t image, const Block& block, float* sums) {
    const int64_t line = g.paddedWidth() * blockChannels, step = g.strideX * blockChannels;
    const Buffer<float> padded(g.paddedHeight() * line), slopes(g.rows * g.columns * blockChannels);
    layImage(g, x + image * g.height * g.width * g.channels, block, padded.data());
    for (int64_t pixel = 0; pixel < g.rows * g.columns; ++pixel)
      copyPixel(dy + (image * g.rows * g.columns + pixel) * g.channels + block.first, block,
                slopes.data() + pixel * blockChannels);
    for (int64_t u = 0; u < g.kernelHeight; ++u) {
      for (int64_t v = 0; v < g.kernelWidth; ++v) {
        Lanes a = {}, b = {};
        for (int64_t row = 0; row < g.rows; ++row) {
          const float* from = padded.data() + (row * g.strideY + u) * line + v * blockChannels;
          const float* slope = slopes.data() + row * g.columns * blockChannels;
          for (int64_t column = 0; column < g.columns; ++column, from += step, slope += blockChannels) {
            a += load(from) * load(slope);
            b += load(from + laneCount) * load(slope + laneCount);
          }
        }
        float* to = sums + (u * g.kernelWidth + v) * blockChannels;
        store(to, load(to) + a);
        store(to + laneCount, load(to + laneCount) + b);
      }
    }
  }

  Attributes attributes_;
  std::vector<int64_t> kernel_;
};

const bool registered = [] {
  const char *types = "T: {float, bfloat16}", *strides = "strides: list(int)", *before = "before: list(int)";
  registerOperation("EbcleDepthwiseInputGrad", {"dy: T", "kernel: T"}, {"dx: T"},
                    {types, strides, before, "size: list(int)"}, unknownShape);
  registerCpuKernel<DepthwiseInputGrad<float>, float>("EbcleDepthwiseInputGrad");
  registerCpuKernel<DepthwiseInputGrad<bfloat16>, bfloat16>("EbcleDepthwiseInputGrad");
  registerOperation("EbcleDepthwiseKernelGrad", {"x: T", "dy: T"}, {"dk: float"},
                    {types, strides, before, "kernel: list(int)"}, unknownShape);
  registerCpuKernel<DepthwiseKernelGrad<float>, float>("EbcleDepthwiseKernelGrad");
  registerCpuKernel<DepthwiseKernelGrad<bfloat16>, bfloat16>("EbcleDepthwiseKernelGrad");
  return true;
}();

}  // namespace
}  // namespace ebcle
